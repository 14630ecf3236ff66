"""What the last build read and made: signed values under .digestif/ in, the state to compare with out."""
