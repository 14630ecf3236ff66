"""content/ on disk. In: a site's folder. Out: everything in content/ as one value, with all problems.

The other way, planned changes are applied to the files, each atomically.
"""
