"""In: chosen records with their topics.

Out: a file: JSON lines, a table, Parquet, or a bibliography.
"""
