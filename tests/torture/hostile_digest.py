"""A digest with payloads in every text that it shows, in files as people write them.

A payload has a record, a day with a digest, a person and, for some, a topic and a saved search. A text that is refused
is left out and counted, with its reason; the rest must check clean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from generator.build.pipeline import build
from generator.catalog.digests.digest_file import parse_digest
from generator.catalog.people.people_file import parse_people
from generator.catalog.saved_searches import parse_saved_searches
from generator.catalog.topics.topics_file import parse_topics
from generator.checks.content import check_content
from generator.errors import Problem
from generator.records.read import read_record
from generator.setup.new_site import make_site
from generator.store.content import FEEDS_FILE, PEOPLE_FILE, TOPICS_FILE, record_file
from generator.store.load import load_content
from generator.yaml.reader import MAX_BYTES
from tests.torture.payloads import Payload

CONFIG = """\
site_name: Hostile texts
site_description: What nobody should have to read
site_url: https://example.org/hostile/
repo_url: https://github.com/example/hostile
extra: {digestif: {map: true, authors: {own_page: 15}}}
theme: {name: digestif}
nav: [Today: index.md, Archive: archive/index.md, Topics: topics/index.md, Search: search/index.md, About: about.md]
plugins: []
validation: {nav: {omitted_files: info}}
"""
FIRST_DAY = date(2018, 1, 1)
TODAY = date(2026, 1, 1)
#: Texts beyond this stand in few fields: together they would exceed the size of a file.
LONG = 2_500
#: Every so many payloads is also a topic and a saved search; pages list all of these.
EVERY = 40
_LINES = (
    *("title", "authors[0].name", "authors[0].affiliation", "venue", "publication.volume", "publication.number"),
    *("publication.pages", "publication.publisher", "publication.genre", "comment", "categories[0]", "keywords[0]"),
    *("summary.model", "note", "ids.doi", "summary.text"),
)
_ADDRESS_FIELDS = ("links.page", "links.pdf", "links.code", "links.more[0]", "image")
#: Papers in journals and theses show different parts of ``publication``.
_KINDS = ("article", "thesis", "book", "report", "conference", "chapter")
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_PROSE = frozenset({"abstract", "note", "summary.text", "introduction", "picks[0].why"})


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What became of the texts of one file: shown ones and reasons for refusals, by field."""

    payload: Payload
    shown: Mapping[str, str]
    refused: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class HostileDigest:
    """A digest on disk, and what its files say, by the number of the payload."""

    folder: Path
    records: dict[int, Tried] = field(default_factory=dict)
    digests: dict[int, Tried] = field(default_factory=dict)
    people: dict[int, Tried] = field(default_factory=dict)
    topics: dict[int, Tried] = field(default_factory=dict)
    searches: dict[int, Tried] = field(default_factory=dict)

    @property
    def tried(self) -> tuple[Tried, ...]:
        parts = (self.records, self.digests, self.people, self.topics, self.searches)
        return tuple(tried for part in parts for tried in part.values())


def key_of(payload: Payload) -> str:
    return f"p{payload.number}"


def day_of(payload: Payload) -> date:
    """Each payload has a day of its own."""
    return FIRST_DAY + timedelta(days=payload.number)


def make_hostile_digest(folder: Path, payloads: Iterable[Payload], *, harmless: bool = False) -> HostileDigest:
    """Write and build the digest; ``harmless`` has plain words in the same fields of the same files."""
    make_site(folder)
    (folder / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    digest = HostileDigest(folder=folder)
    for payload in payloads:
        _add(digest, payload, harmless=harmless)
    _write_together(digest, PEOPLE_FILE, digest.people, "person")
    _write_together(digest, TOPICS_FILE, digest.topics, "topic")
    _write_together(digest, FEEDS_FILE, digest.searches, "search")
    errors = [each for each in check_content(load_content(folder), today=TODAY) if each.severity == "error"]
    assert errors == [], "what was accepted checks clean"
    build(folder, today=TODAY)
    return digest


def _add(digest: HostileDigest, payload: Payload, *, harmless: bool) -> None:
    number = payload.number
    record, curated = record_file(key_of(payload), day_of(payload)), f"content/digests/{day_of(payload)}.yaml"
    checks: Mapping[str, _Check] = {
        "record": lambda raw: read_record(raw, file=record).problems,
        "digest": lambda raw: parse_digest(raw, file=curated).problems,
        "person": lambda raw: parse_people(_under("person", number, raw), file=PEOPLE_FILE).problems,
        "topic": lambda raw: parse_topics(_under("topic", number, raw), file=TOPICS_FILE)[1],
        "search": lambda raw: parse_saved_searches(_under("search", number, raw), file=FEEDS_FILE, topics=None)[1],
    }
    parts: Mapping[str, tuple[dict[int, Tried], dict[str, str]]] = {
        "record": (digest.records, record_texts(payload)),
        "digest": (digest.digests, _digest_texts(payload)),
        "person": (digest.people, _person_texts(payload)),
        "topic": (digest.topics, _every(payload, "name", "description", "aliases[0]")),
        "search": (digest.searches, _every(payload, "name", "description")),
    }
    for kind, (part, texts) in parts.items():
        tried = accepted(payload, texts, plain_texts(kind, payload), checks[kind])
        if harmless:
            tried = Tried(payload=payload, shown={name: _plain_text(name, number) for name in tried.shown}, refused={})
        part[number] = tried
    for file, kind in ((record, "record"), (curated, "digest")):
        (digest.folder / file).parent.mkdir(parents=True, exist_ok=True)
        (digest.folder / file).write_bytes(write_yaml(plain_texts(kind, payload) | dict(parts[kind][0][number].shown)))


def plain_texts(kind: str, payload: Payload) -> dict[str, str]:
    """What a file says besides the payload."""
    number, key = payload.number, key_of(payload)
    return {
        "record": {
            "title": f"Paper {number}",
            "date": str(day_of(payload)),
            "kind": _KINDS[number % len(_KINDS)],
            "authors[1].name": f"Person {number}",
        },
        "digest": {"picks[0].paper": key, "series.name": "Series", "series.number": str(number + 1)},
        "person": {"names[1]": f"Person {number}", "papers[0]": key},
        "topic": {"name": f"Topic {number}", "description": "A topic."},
        "search": {"name": f"Search {number}", "query": "Paper"},
    }[kind]


_Check = Callable[[bytes], Iterable[Problem]]


def accepted(payload: Payload, texts: Mapping[str, str], plain: Mapping[str, str], check: _Check) -> Tried:
    """Leave out one text after another until a file has no error; ``plain`` is what it says besides."""
    shown, refused = dict(texts), dict[str, str]()
    while errors := [each for each in check(write_yaml({**plain, **shown})) if each.severity == "error"]:
        fields = {name: each.found for each in errors for name in shown if _concerns(each, name)}
        assert shown, errors
        refused |= fields or dict.fromkeys(shown, errors[0].found)
        shown = {name: text for name, text in shown.items() if name not in refused}
    return Tried(payload=payload, shown=shown, refused=refused)


def _concerns(problem: Problem, name: str) -> bool:
    return problem.field == name or problem.field.endswith(f".{name}") or name.startswith(f"{problem.field}[")


def record_texts(payload: Payload) -> dict[str, str]:
    """A payload in every field of a record that holds text."""
    text = payload.text
    if len(text) > LONG:
        return {"title": text, "abstract": text}
    # Two papers with one title would be one paper.
    title = text if payload.marker in text else f"{text} {payload.number}"
    texts = {
        **dict.fromkeys(_LINES, text),
        "title": title,
        "ids.doi": f"10.1234/{payload.number}.{text}",
        "abstract": f"{text}\n\n{text} again",
    }
    return texts | (dict.fromkeys(_ADDRESS_FIELDS, text) if payload.kind == "address" else {})


def _digest_texts(payload: Payload) -> dict[str, str]:
    names = ("title", "introduction", "picks[0].why", "editors[0].name", "editors[0].url")
    if len(payload.text) > LONG:
        return {"introduction": payload.text}
    # Two series whose names differ in signs alone would have one address.
    return {**dict.fromkeys(names, payload.text), "series.name": f"{payload.text} {payload.number}"}


def _person_texts(payload: Payload) -> dict[str, str]:
    return {} if len(payload.text) > LONG else {"names[0]": payload.text, "affiliation": payload.text}


def _every(payload: Payload, *names: str) -> dict[str, str]:
    return dict.fromkeys(names, payload.text) if payload.number % EVERY == 0 and len(payload.text) <= LONG else {}


def _plain_text(name: str, number: int) -> str:
    word = f"Plain words {number}"
    if name == "abstract":
        return f"{word}\n\n{word} again"
    return {"ids.doi": f"10.1234/{number}", "image": f"images/{number}.png"}.get(
        name, f"https://example.org/{number}" if name.startswith("links.") or name.endswith(".url") else word
    )


def _write_together(digest: HostileDigest, file: str, part: dict[int, Tried], kind: str) -> None:
    raw = b""
    for number, tried in list(part.items()):
        entry = _under(kind, number, write_yaml(plain_texts(kind, tried.payload) | dict(tried.shown)))
        if len(raw) + len(entry) > MAX_BYTES - 1_000:
            part.pop(number)
        elif tried.shown:
            raw += entry
    (digest.folder / file).write_bytes(raw)


def _under(kind: str, number: int, raw: bytes) -> bytes:
    return f"{kind}-{number}:\n".encode() + b"".join(b"  " + line for line in raw.splitlines(keepends=True))


def write_yaml(texts: Mapping[str, str]) -> bytes:
    """Write fields such as ``authors[0].name`` as a person would: quoted where that is needed, long text in blocks."""
    tree: dict[Any, Any] = {}
    for name, text in texts.items():
        steps = [int(index) if index else step for step, index in _STEP.findall(name)]
        place = tree
        for step in steps[:-1]:
            place = place.setdefault(step, {})
        place[steps[-1]] = _scalar(text, block=name in _PROSE)
    return ("\n".join(_lines(tree, "")) + "\n").encode()


def _lines(tree: Mapping[Any, Any], indent: str) -> Iterable[str]:
    for name in sorted(tree) if 1 in tree else tree:
        value = tree[name]
        start = f"{indent}- " if isinstance(name, int) else f"{indent}{name}: "
        if isinstance(value, str):
            yield start + value.replace("\n", f"\n{indent}  ")
        elif isinstance(name, int):
            first, *others = _lines(value, f"{indent}  ")
            yield from (start + first.strip(), *others)
        else:
            yield f"{indent}{name}:"
            yield from _lines(value, f"{indent}  ")


def _scalar(text: str, *, block: bool) -> str:
    lines = text.split("\n")
    if not all(map(_is_plain, lines)) or not text:
        return '"' + "".join(map(_escaped, text)) + '"'
    if block and lines[0] and not lines[0].startswith(" "):
        return "\n".join(("|-", *lines))
    return "'" + text.replace("'", "''") + "'" if len(lines) == 1 else '"' + "".join(map(_escaped, text)) + '"'


def _is_plain(line: str) -> bool:
    return line.isprintable() and line == line.rstrip()


def _escaped(character: str) -> str:
    if character.isprintable() and character not in '"\\':
        return character
    return f"\\U{ord(character):08x}"


def refusals(tried: Iterable[Tried]) -> int:
    """How many texts were refused; each has a reason."""
    each = [reason for one in tried for reason in one.refused.values()]
    assert all(each)
    return len(each)


make_twin = partial(make_hostile_digest, harmless=True)
