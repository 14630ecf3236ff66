"""Acronyms that a field uses without a definition, for archives whose papers define them nowhere: GNN, SSM, VLM."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from generator.text.search_terms import term_of
from generator.text.search_words import words

_TABLE = "acronyms.txt"


@cache
def usual_acronyms() -> Mapping[str, tuple[str, ...]]:
    """Return the terms that each acronym stands for, common words left out: gnn is graph, neural, network."""
    lines = files(__package__).joinpath(_TABLE).read_text(encoding="utf-8").splitlines()
    split = (line.split(" ", 1) for line in lines)
    return {acronym: tuple(map(term_of, words(long))) for acronym, long in split}


def unused_acronyms(terms: Iterable[str]) -> dict[str, str]:
    """Return the acronyms that are not among the terms of an archive, with their words, which are."""
    known = set(terms)
    return {
        acronym: " ".join(long)
        for acronym, long in usual_acronyms().items()
        if acronym not in known and known.issuperset(long)
    }
