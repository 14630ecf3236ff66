"""A digest whose papers have harmless originals, and payloads in all texts of two translations, of which one leads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator.build.pipeline import build
from generator.checks.content import check_content
from generator.errors import Problem
from generator.records.read import read_record
from generator.setup.new_site import make_site
from generator.store.content import record_file
from generator.store.load import load_content
from tests.torture.hostile_digest import CONFIG, LONG, TODAY, Tried, accepted, day_of, key_of, plain_texts, write_yaml
from tests.torture.payloads import Payload

#: The language that leads the site, and the one of which papers show a translation besides.
LEAD, OTHER = "zh", "de"
TITLE, ABSTRACT = f"translations.{LEAD}.title", f"translations.{LEAD}.abstract"


@dataclass(frozen=True, kw_only=True)
class TranslatedDigest:
    """A digest on disk, and the texts of its records, by the number of the payload."""

    folder: Path
    records: dict[int, Tried]


def make_translated_digest(folder: Path, payloads: Iterable[Payload]) -> TranslatedDigest:
    """Write and build the digest; a text that is refused is left out, and the rest must check clean."""
    make_site(folder)
    config = CONFIG.replace("digestif: {", f"digestif: {{lead_language: {LEAD}, ")
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    records = {}
    for payload in payloads:
        file = record_file(key_of(payload), day_of(payload))
        plain = plain_texts("record", payload) | {"abstract": f"Original {payload.number}."}
        tried = accepted(payload, _texts(payload), plain, partial(_problems, file))
        records[payload.number] = tried
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(write_yaml(plain | dict(tried.shown)))
    errors = [each for each in check_content(load_content(folder), today=TODAY) if each.severity == "error"]
    assert errors == [], "what was accepted checks clean"
    build(folder, today=TODAY)
    return TranslatedDigest(folder=folder, records=records)


def _problems(file: str, raw: bytes) -> tuple[Problem, ...]:
    return read_record(raw, file=file).problems


def _texts(payload: Payload) -> dict[str, str]:
    """A payload in every text of a translation."""
    text = payload.text
    parts = {
        "title": text if payload.marker in text else f"{text} {payload.marker}",
        "abstract": f"{text}\n\n{text} again",
    }
    if len(text) <= LONG:
        parts |= {"by": text, "model": text}
    return {f"translations.{language}.{part}": value for language in (LEAD, OTHER) for part, value in parts.items()}
