"""The search index: records of papers come in, files of postings, cards and columns go out.

What did not change is taken from a signed cache.
"""
