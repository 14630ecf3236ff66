"""What the commands share: parameters, output, progress, the lock and the clock."""
