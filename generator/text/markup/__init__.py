"""LaTeX, HTML, MathML and Markdown in, plain text or safe HTML out."""
