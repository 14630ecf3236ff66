"""The export as a bibliography, in BibTeX, RIS and CSL-JSON, for reference managers and citation processors."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from generator.citations.bibtex import bibtex
from generator.citations.citation import Citation, cite
from generator.citations.csl import csl_item
from generator.citations.ris import ris
from generator.exports.selection import Selection


def export_bibtex(selection: Selection) -> Iterator[str]:
    """Yield BibTeX entries with a blank line between them."""
    for index, (citation, label) in enumerate(_labelled(_citations(selection))):
        yield "\n" * (index > 0) + bibtex(citation, label=label, with_abstract=True)


def export_ris(selection: Selection) -> Iterator[str]:
    """Yield RIS records with a blank line between them."""
    for index, citation in enumerate(_citations(selection)):
        yield "\r\n" * (index > 0) + ris(citation)


def export_csl(selection: Selection) -> Iterator[str]:
    """Yield a list of CSL items in JSON, one item per line."""
    separator = "["
    for citation, label in _labelled(_citations(selection)):
        yield separator + "\n" + json.dumps(csl_item(citation, label=label), ensure_ascii=False)
        separator = ","
    yield "[]\n" if separator == "[" else "\n]\n"


def _citations(selection: Selection) -> Iterator[Citation]:
    return (cite(record.paper, key=record.key) for record in selection.records)


def _labelled(citations: Iterable[Citation]) -> Iterator[tuple[Citation, str]]:
    """Number repeated labels, as in ``lovelace2024walking-2``: a file with equal keys loses entries."""
    taken: set[str] = set()
    for citation in citations:
        label, number = citation.label, 1
        while label in taken:
            number += 1
            label = f"{citation.label}-{number}"
        taken.add(label)
        yield citation, label
