"""What the parsers share: one paper under construction, the collector of a file, values, JSON items, CSV rows, TeX."""
