"""The site as an app: catalog and settings in, the manifest and its icons out."""
