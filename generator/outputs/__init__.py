"""In: a catalog, the settings and the addresses of pages.
Out: files of the site for other programs: feeds, data, sitemap, images of link previews; each with its address. Pure.
"""
