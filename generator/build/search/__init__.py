"""The search index: records of papers come in, a Pagefind index in shards goes out, with cards and columns beside it.

Shards that did not change are linked from a signed cache.
"""
