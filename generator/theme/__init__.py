"""The MkDocs theme ``digestif``: Material with overrides, found by MkDocs through an entry point."""
