"""From the catalog to pages: routes first, then one frozen view a page, then text."""
