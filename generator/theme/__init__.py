"""The MkDocs theme ``digestif``, which MkDocs finds through an entry point.

In: the pages under docs/ and the settings in mkdocs.yml. Out: the HTML, style sheets and scripts of the site.
"""
