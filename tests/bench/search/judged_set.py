"""The judged queries of judged.yml, and the papers that they are about."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from generator.build.catalog_loader import load_readable
from generator.importing.parsing import parse_file
from generator.importing.run import import_files, parsed_file
from generator.pages.views.search import SearchRecord, search_records

ROOT = Path(__file__).parents[3]
JUDGED = Path(__file__).parent / "judged.yml"
QUESTIONS = Path(__file__).parent / "questions.yml"
SAMPLE_DAYS = ROOT.parent / "shared" / "samples" / "hf-daily"
GRADES = (3, 2, 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class JudgedQuery:
    """A query, the kind of query that it is, and the grades of papers by key; papers without a grade have 0."""

    id: str
    kind: str
    query: str
    grades: Mapping[str, int]

    @property
    def is_held_out(self) -> bool:
        """Whether weights must not be fitted with this query; judged.yml states the rule."""
        family = self.id.split("-", 1)[0]
        return int(hashlib.sha256(family.encode()).hexdigest(), 16) % 2 == 0


def load_judged(file: Path = JUDGED) -> tuple[JudgedQuery, ...]:
    """Return all judged queries in the order of a file."""
    return tuple(_judged(item) for item in yaml.safe_load(file.read_text(encoding="utf-8")))


def judged_papers() -> tuple[SearchRecord, ...]:
    """Return the papers of content/ and of the sample days, which are imported into a copy of it where they exist."""
    with tempfile.TemporaryDirectory(prefix="digestif-judged-") as folder:
        site = Path(folder)
        shutil.copytree(ROOT / "content", site / "content")
        shutil.copy(ROOT / "mkdocs.yml", site)
        (site / "docs").mkdir()
        days = sorted(SAMPLE_DAYS.glob("*.json"))
        import_files(site, [parsed_file(site, day, parse_file(day)) for day in days])
        loaded = load_readable(site)
        return tuple(search_records(loaded.catalog))


def known_queries(queries: tuple[JudgedQuery, ...], records: tuple[SearchRecord, ...]) -> tuple[JudgedQuery, ...]:
    """Return the queries for which these records have a paper of the best grade given."""
    keys = {record.key for record in records}
    return tuple(query for query in queries if keys & {key for key in query.grades if _is_best(query, key)})


def _is_best(query: JudgedQuery, key: str) -> bool:
    return query.grades[key] == max(query.grades.values())


def _judged(item: Mapping[Any, Any]) -> JudgedQuery:
    grades = {key: grade for grade in GRADES for key in item.get(grade, ())}
    return JudgedQuery(id=item["id"], kind=item["kind"], query=item["query"], grades=grades)
