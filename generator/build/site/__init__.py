"""From pages under docs/ to HTML pages: MkDocs renders one frame for each shape of page, and frames make the rest.

Paths under docs/ come in with their states; files of the fresh site go out, each as ``mkdocs build`` makes it.
"""
