"""In: a catalog and the settings.

Out: the static API of the site: JSON documents, their schemas and description, and downloads.
"""
