"""The build cache under .digestif/: what earlier builds found, so that the next one redoes only what changed.

Values are signed (``generator.files.cache``): one that is damaged, made by another version of the program, or came with
a clone counts as missing. Deleting all of it loses nothing but time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.build.cache.last_build import BUILD_CACHE
from generator.build.docs.writer import PageState
from generator.build.output_files import CachedOutput
from generator.catalog.map.places import Places
from generator.catalog.related.state import RelatedState, dump_state, load_state
from generator.catalog.topics.classifier import Basis, TopicAssignment
from generator.files.cache import Cache
from generator.files.folder import Folder


@dataclass(frozen=True, slots=True)
class CachedPage:
    """A generated page at the end of the last build: its file under docs/, and its page of the site.

    ``made_from`` is a hash of everything that the page of the site was made from, ``html`` a hash of that page; both
    are empty where MkDocs rendered it.
    """

    state: PageState
    made_from: str = ""
    html: str = ""


class BuildCache:
    """The build cache of a site. Pages have a ``target``: the site or its preview."""

    def __init__(self, site: Folder) -> None:
        self._cache = Cache(site, BUILD_CACHE)

    def read_pages(self, target: str) -> dict[str, CachedPage]:
        """Return generated pages by their path under docs/."""
        return {
            path: CachedPage(
                PageState(inputs=inputs, text=text, file=file, front=tuple(front)), made_from=made_from, html=html
            )
            for path, ((inputs, text, file, front), made_from, html) in self._read(f"{target}-pages", {}).items()
        }

    def write_pages(self, target: str, pages: Mapping[str, CachedPage]) -> None:
        """Store the pages of a finished build."""
        self._write(f"{target}-pages", {path: _dump_page(page) for path, page in pages.items()})

    def read_outputs(self, target: str) -> dict[str, CachedOutput]:
        """Return the files for programs by their path on the site."""
        return {path: CachedOutput(*found) for path, found in self._read(f"{target}-outputs", {}).items()}

    def write_outputs(self, target: str, files: Mapping[str, CachedOutput]) -> None:
        """Store the files for programs of a finished build."""
        self._write(f"{target}-outputs", {path: (file.inputs, file.file) for path, file in files.items()})

    def read_topics(self, classifier: str) -> dict[str, tuple[TopicAssignment, ...]]:
        """Return papers' topics by a hash of each paper; ``classifier`` is the hash of what it was made from."""
        found = self._read("topics", {})
        if found.get("classifier") != classifier:
            return {}
        return {
            paper: tuple(_load_assignment(assignment) for assignment in assignments)
            for paper, assignments in found["papers"].items()
        }

    def write_topics(self, classifier: str, papers: Mapping[str, Iterable[TopicAssignment]]) -> None:
        """Store papers' topics."""
        dumped = {
            paper: [(each.topic, each.score, each.evidence, each.by) for each in assignments]
            for paper, assignments in papers.items()
        }
        self._write("topics", {"classifier": classifier, "papers": dumped})

    def read_related(self) -> RelatedState | None:
        """Return the state of ``find_related``."""
        raw = self._cache.read("related")
        return None if raw is None else load_state(raw)

    def write_related(self, state: RelatedState) -> None:
        """Store the state of ``find_related``."""
        self._cache.write("related", dump_state(state))

    def read_places(self) -> Places | None:
        """Return the places of papers on the map."""
        found = self._read("places", {})
        if not found:
            return None
        by_text = {paper: None if place is None else (place[0], place[1]) for paper, place in found["papers"].items()}
        return Places(made_from=found["made_from"], by_text=by_text)

    def write_places(self, places: Places) -> None:
        """Store the places of papers on the map."""
        self._write("places", {"made_from": places.made_from, "papers": places.by_text})

    def _read(self, name: str, missing: dict[str, Any]) -> dict[str, Any]:
        raw = self._cache.read(name)
        return missing if raw is None else json.loads(raw)

    def _write(self, name: str, content: Mapping[str, object]) -> None:
        self._cache.write(name, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def _dump_page(page: CachedPage) -> tuple[tuple[str, str, str, tuple[str, ...]], str, str]:
    """Return the values of a page in their order; ``astuple`` copies each of them, which takes ten times as long."""
    state = page.state
    return (state.inputs, state.text, state.file, state.front), page.made_from, page.html


def _load_assignment(dumped: tuple[str, float, list[str], Basis]) -> TopicAssignment:
    topic, score, evidence, by = dumped
    return TopicAssignment(topic=topic, score=score, evidence=tuple(evidence), by=by)
