"""In: a catalog and the settings.
Out: files of the site for other programs, such as feeds, each with its address. Pure."""
