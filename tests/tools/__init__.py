"""Maintainer's tools. They take the package's own code and write the pages and files that are generated from it."""
