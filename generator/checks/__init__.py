"""In: content/ as it was read, and the lists that sources gave. Out: problems, as text, JSON or GitHub annotations.

Also out: records with their safe problems fixed, and what is missing of a source's list.
"""
