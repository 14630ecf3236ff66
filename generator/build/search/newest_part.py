"""The part of the index with the newest papers: files of the same terms as those of the main part, of fewer papers.

A page that loads a file of the main part loads the one of the newest papers, too, so a word's papers are together.
``main_part`` says which papers are in which.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.build.search.main_part import MainPart
from generator.build.search.paper_terms import PaperTerms
from generator.build.search.postings import make_postings
from generator.build.search.term_files import newest_term_files

#: About how many bytes a file of terms has: each word of a query takes one. More files are more to upload every day.
_FILE_BYTES = 700
#: About how many bytes the terms of a paper take.
_PAPER_BYTES = 220


@dataclass(frozen=True, kw_only=True, slots=True)
class NewestPart:
    """The files of the newest papers, each with the terms of ``group`` files of the main part; and their terms."""

    group: int
    files: Sequence[bytes]
    places: Sequence[bytes]
    terms: Sequence[str]
    counts: Sequence[int]


def make_newest_part(papers: PaperTerms, main: MainPart) -> NewestPart | None:
    """Return the part with these papers; None where there are none."""
    if not len(papers):
        return None
    postings, _ = make_postings(papers, main.equivalents)
    firsts = main.files.firsts
    group = max(1, len(firsts) * _FILE_BYTES // (len(papers) * _PAPER_BYTES))
    files, places = newest_term_files(postings, firsts[::group], main.files.coding)
    counts = (postings.starts[1:] - postings.starts[:-1]).tolist()
    return NewestPart(group=group, files=files, places=places, terms=postings.terms, counts=counts)
