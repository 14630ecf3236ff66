"""A topic set and papers in, topics with their evidence out. Pure."""
