"""Sources: bytes in, ``Parsed`` out. One module a source; ``detect_source`` holds the table of them all."""
