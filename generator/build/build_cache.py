"""What the last build knew, under .digestif/: it saves work and holds nothing that could not be made again.

All of it is JSON or an array without pickles: a folder that came from somebody else must not be able to run
anything. What was made by another version of this program, or is damaged, counts as not there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from generator.build.docs_writer import PageState, write_atomically
from generator.catalog.related.state import RelatedState, dump_state, load_state
from generator.catalog.topics.classifier import By, TopicAssignment
from generator.files.program import program_hash

MEMORIES = _PAGES, _TOPICS, _RELATED, _BUILD = "pages.json", "topics.json", "related.npz", "build.json"


@dataclass(frozen=True, slots=True)
class CachedPage:
    """A generated page at the end of the last build: as it stands under docs/, the fingerprint of all that its page on
    the site was made from, and that of the page itself; both empty where MkDocs made it."""

    standing: PageState
    made: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class LastBuild:
    """A finished build: fingerprints of what went in and of what came out, and what was said at its end."""

    inputs: str
    outputs: str
    papers: int
    index: str
    warnings: tuple[str, ...]


class BuildCache:
    """The folder of memories of one site."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def pages(self) -> dict[str, CachedPage]:
        """Generated pages by their path under docs/."""
        found = self._load(_PAGES)
        try:
            return {
                path: CachedPage(PageState(draft=draft, stamp=stamp, file=file, front=tuple(front)), made, site)
                for path, (draft, stamp, file, front, made, site) in found.items()
            }
        except (TypeError, ValueError):
            return {}

    def keep_pages(self, pages: Mapping[str, CachedPage]) -> None:
        """Remember the pages of a build that has ended."""
        plain = {
            path: (
                known.standing.draft,
                known.standing.stamp,
                known.standing.file,
                known.standing.front,
                known.made,
                known.site,
            )
            for path, known in pages.items()
        }
        self._save(_PAGES, plain)

    def topics(self, asked: str) -> dict[str, tuple[TopicAssignment, ...]]:
        """What papers were given, by the fingerprint of each; ``asked`` is that of the topics."""
        found = self._load(_TOPICS)
        if found.get("asked") != asked:
            return {}
        try:
            return {paper: tuple(_assigned(one) for one in given) for paper, given in found["papers"].items()}
        except (AttributeError, TypeError, ValueError):
            return {}

    def keep_topics(self, asked: str, papers: Mapping[str, Iterable[TopicAssignment]]) -> None:
        """Remember what papers were given."""
        plain = {
            paper: [(one.topic, one.score, one.evidence, one.by) for one in given] for paper, given in papers.items()
        }
        self._save(_TOPICS, {"asked": asked, "papers": plain})

    def related(self) -> RelatedState | None:
        """The state of ``find_related``."""
        try:
            raw = (self._folder / _RELATED).read_bytes()
        except OSError:
            return None
        maker = program_hash().encode()
        return load_state(raw.removeprefix(maker)) if raw.startswith(maker) else None

    def keep_related(self, state: RelatedState) -> None:
        """Remember the state of ``find_related``."""
        write_atomically(self._folder / _RELATED, program_hash().encode() + dump_state(state))

    def last_build(self) -> LastBuild | None:
        """The last build that ended well."""
        found = self._load(_BUILD)
        try:
            return LastBuild(**{**found, "warnings": tuple(found["warnings"])})
        except (KeyError, TypeError):
            return None

    def keep_build(self, build: LastBuild) -> None:
        """Remember a build that has ended."""
        self._save(_BUILD, asdict(build))

    def _load(self, name: str) -> dict[str, Any]:
        try:
            found = json.loads((self._folder / name).read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(found, dict) or found.get("maker") != program_hash():
            return {}
        said = found.get("said")
        return said if isinstance(said, dict) else {}

    def _save(self, name: str, said: Mapping[str, object]) -> None:
        plain = {"maker": program_hash(), "said": said}
        write_atomically(self._folder / name, json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode())


def _assigned(plain: tuple[str, float, list[str], By]) -> TopicAssignment:
    topic, score, evidence, by = plain
    return TopicAssignment(topic=topic, score=score, evidence=tuple(evidence), by=by)
