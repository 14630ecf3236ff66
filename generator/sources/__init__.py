"""Bytes in, ``Parsed`` out: papers, problems, and the items that could not be read. No disk, no network.

To add a source:

1. write a module here with ``parse_NAME(raw, *, name)``, which fills a ``Collector``, and ``looks_like_NAME(text)``;
2. set each paper's fields through the ``PaperDraft`` that ``Collector.add`` gives you, which checks and cleans them;
3. add a ``Source`` to the table in ``registry``, before the sources that recognise more than they should;
4. put cases into ``tests/cases/NAME/``: the text of a file, and the papers and problems that it gives;
5. run ``pytest tests/sources``, which also tries damaged and hostile files on every source of the table.
"""
