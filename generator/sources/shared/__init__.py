"""What the parsers share: the collector of a file, the draft of a paper, JSON items, CSV rows, feeds, TeX.

Text and values of one format come in; checked fields of papers go out.
"""
