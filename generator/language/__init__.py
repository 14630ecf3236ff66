"""The words of the site in its readers' language: message catalogs, numbers, lists and dates.

In: the setting ``theme.language`` and a catalog, ``catalogs/<language>.po``. Out: text for pages, feeds and e-mails.
"""
