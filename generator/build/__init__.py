"""The build pipeline: content/ comes in; pages under docs/, the site with its search index, and a report go out.

Builds keep a signed cache under .digestif/; without it the same bytes come out, later.
"""
