"""Text in, text out: cleaning, repairs of LaTeX, escaping, names, addresses.

Everything here is a pure function on text, and knows neither papers nor files.
"""
