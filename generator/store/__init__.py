"""content/ on disk: loads it as one value and applies planned changes atomically, under one lock."""
