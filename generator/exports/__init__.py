"""In: chosen records with their topics.

Out: the text of a file: JSON lines, a table, or a bibliography.
"""
