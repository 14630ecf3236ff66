"""Parsed papers and content/ in, a plan of changes and a report out. Pure."""
