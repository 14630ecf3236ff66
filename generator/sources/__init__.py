"""Sources: bytes in, ``Parsed`` out. One module a source; ``recognise`` holds the table of them all."""
