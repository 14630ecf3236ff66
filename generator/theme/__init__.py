"""The MkDocs theme ``digestif``, which MkDocs finds through an entry point.

Takes the pages under docs/ and the settings in mkdocs.yml; gives the HTML, style sheets and scripts of the site.
"""
