"""Content in, problems out; problems as text, JSON and GitHub annotations."""
