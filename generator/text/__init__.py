"""Text in, text out: cleaning, repairs of LaTeX, escaping, names, addresses.

All functions are pure and independent of papers and files.
"""
