"""The controlled list of topics: ``content/topics.yaml`` as values, and everything that can be wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from generator.catalog.topics.colours import MIN_CONTRAST, PAGE_BACKGROUNDS, contrast, topic_hue
from generator.catalog.topics.phrases import count_forms, phrase_form
from generator.errors import DigestifError, Problem
from generator.yaml.document import Document, Path, Plain, field_path
from generator.yaml.reader import read_yaml

#: A phrase that alone decides has a weight of about 5; more than this is a slip of the key.
MAX_WEIGHT = 10.0

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MAX_ID = 60
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_FIELDS = ("name", "description", "colour", "aliases", "phrases", "categories", "parent")


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """One topic as people wrote it. ``colour`` is #rrggbb; ``parent`` is the id of a broader topic.

    ``phrases`` weigh what speaks for the topic in a title or abstract; a negative weight speaks against it,
    and 0 only hides the shorter phrases inside. ``categories`` are classes or keywords of sources that imply it.
    """

    id: str
    name: str
    description: str
    colour: str = ""
    aliases: tuple[str, ...] = ()
    phrases: Mapping[str, float] = field(default_factory=dict)
    categories: tuple[str, ...] = ()
    parent: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicSet:
    """All topics in the order of the file; ``by_name`` finds ids by id, name and alias in lower case."""

    topics: tuple[Topic, ...] = ()
    by_id: Mapping[str, Topic] = field(default_factory=dict)
    by_name: Mapping[str, str] = field(default_factory=dict)

    def find(self, name: str) -> Topic | None:
        """The topic that people call so: its id, its name or an alias, in any case."""
        return self.by_id.get(self.by_name.get(" ".join(name.casefold().split()), ""))


def make_topic_set(topics: Iterable[Topic]) -> TopicSet:
    """Index topics by id and name, and give those without a colour their default.

    Where two topics claim a name, an id takes precedence over a name and a name over an alias; among equals the
    first topic keeps it.
    """
    coloured = tuple(
        topic if topic.colour else replace(topic, colour=topic_hue(position)) for position, topic in enumerate(topics)
    )
    by_name: dict[str, str] = {}
    for names_of in (lambda topic: (topic.id,), lambda topic: (topic.name,), lambda topic: topic.aliases):
        for topic in coloured:
            for name in names_of(topic):
                by_name.setdefault(_folded(name), topic.id)
    return TopicSet(topics=coloured, by_id={topic.id: topic for topic in coloured}, by_name=by_name)


def parse_topics(raw: bytes, *, file: str) -> tuple[TopicSet, tuple[Problem, ...]]:
    """Read the topics file: a mapping from id to topic.

    What is faulty is told and left out; the rest is used, so that one slip does not take a site's topics away.
    Problems stand in the file's order.
    """
    document = read_yaml(raw, file=file)
    reading = _Reading(document)
    topics = tuple(reading.topics())
    reading.check_names(topics)
    topics = tuple(reading.with_parent(topic, topics) for topic in topics)
    problems = sorted(
        (*document.problems, *reading.problems),
        key=lambda problem: (problem.place.line or 0, problem.place.column or 0, problem.code, problem.found),
    )
    return make_topic_set(topics), tuple(problems)


def read_topics(raw: bytes, *, file: str) -> TopicSet:
    """Read the topics file strictly; no bytes give an empty set. Raises DigestifError listing every error in it."""
    topic_set, problems = parse_topics(raw, file=file) if raw else (make_topic_set(()), ())
    errors = [str(problem) for problem in problems if problem.severity == "error"]
    if errors:
        raise DigestifError("\n".join(["the topics have errors:", *errors]), fix="fix these errors and run it again")
    return topic_set


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


class _Reading:
    """One pass over the document; complaints gather in ``problems``."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []

    def complain(self, path: Path, code: str, found: str, fix: str, *, key: bool = False, advice: bool = False) -> None:
        place = self.document.place(path, key=key)
        self.problems.append(
            Problem(
                place=place,
                code=f"topic-{code}",
                found=found,
                fix=fix,
                field=field_path(path),
                severity="warning" if advice else "error",
            )
        )

    def topics(self) -> Iterator[Topic]:
        value = self.document.value
        if value is None:
            return
        if not isinstance(value, dict):
            fix = "expected topics by id, as in robotics: {name: Robotics, description: …}"
            self.complain((), "shape", "the file is not a mapping", fix)
            return
        for position, (topic_id, fields) in enumerate(value.items()):
            if not _ID.fullmatch(topic_id) or len(topic_id) > _MAX_ID:
                fix = f"expected at most {_MAX_ID} small letters, digits and single hyphens, as in speech-audio"
                self.complain((topic_id,), "id", f"{topic_id!r} is not a topic's id", fix, key=True)
            elif not isinstance(fields, dict):
                if (topic_id,) not in self.document.unread:
                    fix = "expected fields, as in {name: Robotics, description: Robots that act.}"
                    self.complain((topic_id,), "shape", "a topic without fields", fix, key=True)
            else:
                yield self._topic(topic_id, fields, position)

    def _topic(self, topic_id: str, fields: Mapping[str, Plain], position: int) -> Topic:
        for name in fields:
            if name not in _FIELDS:
                close = get_close_matches(name.casefold(), _FIELDS, n=1, cutoff=0.6)
                fix = f"did you mean {close[0]}?" if close else f"a topic has: {', '.join(_FIELDS)}"
                self.complain((topic_id, name), "field", "no such field", fix, key=True)
        return Topic(
            id=topic_id,
            name=self._required(topic_id, fields, "name", "the name that readers see, as in name: Speech and audio"),
            description=self._required(
                topic_id,
                fields,
                "description",
                "one sentence that tells what belongs here, as in description: Robots that act.",
            ),
            colour=self._colour(topic_id, fields, position),
            aliases=self._texts(topic_id, fields, "aliases"),
            phrases=self._phrases(topic_id, fields),
            categories=self._texts(topic_id, fields, "categories"),
            parent=self._text(topic_id, fields, "parent") or None,
        )

    def _required(self, topic_id: str, fields: Mapping[str, Plain], name: str, fix: str) -> str:
        text = self._text(topic_id, fields, name)
        if not text and fields.get(name) in (None, "") and (topic_id, name) not in self.document.unread:
            self.complain((topic_id, name), "missing", "missing", f"expected {fix}", key=True)
        return text or topic_id

    def _text(self, topic_id: str, fields: Mapping[str, Plain], name: str) -> str:
        value = fields.get(name)
        if value is None or isinstance(value, str):
            return " ".join((value or "").split())
        self.complain(
            (topic_id, name), "type", f"{_kind(value)} where a text is expected", f"write {name}: and one line of text"
        )
        return ""

    def _texts(self, topic_id: str, fields: Mapping[str, Plain], name: str) -> tuple[str, ...]:
        value = fields.get(name)
        if value is None:
            return ()
        if not isinstance(value, list):
            fix = f"expected a list, as in {name}: [one, another]"
            self.complain((topic_id, name), "type", f"{_kind(value)} where a list is expected", fix)
            return ()
        texts = []
        for index, text in enumerate(value):
            if isinstance(text, str) and text.strip():
                texts.append(" ".join(text.split()))
            else:
                self.complain(
                    (topic_id, name, index),
                    "type",
                    f"{_kind(text)} in a list of texts",
                    "write one line of text, or delete it",
                )
        return tuple(texts)

    def _colour(self, topic_id: str, fields: Mapping[str, Plain], position: int) -> str:
        """What people wrote, else the hue of the topic's place in the list."""
        colour = self._text(topic_id, fields, "colour")
        if not colour:
            return topic_hue(position)
        path = (topic_id, "colour")
        if not _COLOUR.fullmatch(colour):
            fix = f"expected # and six hexadecimal digits in quotes, as in '{topic_hue(position)}'"
            self.complain(path, "colour", f"{colour!r} is not a colour", fix)
            return topic_hue(position)
        for background in PAGE_BACKGROUNDS:
            ratio = contrast(colour, background)
            if ratio < MIN_CONTRAST:
                fix = f"a dot needs {MIN_CONTRAST:g}:1 on light and dark paper, as {topic_hue(position)} has"
                self.complain(
                    path, "contrast", f"{colour} has a contrast of {ratio:.1f}:1 on {background}", fix, advice=True
                )
        return colour.lower()

    def _phrases(self, topic_id: str, fields: Mapping[str, Plain]) -> dict[str, float]:
        value = fields.get("phrases")
        path: Path = (topic_id, "phrases")
        if value is None:
            return {}
        if not isinstance(value, dict):
            fix = "expected phrases with weights, as in robot arm: 2"
            self.complain(path, "type", f"{_kind(value)} where phrases with weights are expected", fix)
            return {}
        phrases = {}
        for phrase, weight in value.items():
            number = _weight(weight)
            if not phrase_form(phrase):
                self.complain(
                    (*path, phrase),
                    "phrase",
                    f"{phrase!r} has no word",
                    "write the words to look for, or delete the line",
                    key=True,
                )
            elif number is None:
                found = f"{weight!r} is not a weight" if isinstance(weight, str) else "no weight"
                fix = (
                    f"expected a number from {-MAX_WEIGHT:g} to {MAX_WEIGHT:g}: 2 is strong, less than 0 speaks against"
                )
                self.complain((*path, phrase), "weight", found, fix)
            else:
                phrases[phrase] = number
        for form, spellings in count_forms(phrases).items():
            for spelling in spellings[1:]:
                fix = f"case, hyphens and plurals do not count: keep one of the two (both are {form!r})"
                self.complain((*path, spelling), "phrase-twice", f"the same phrase as {spellings[0]!r}", fix, key=True)
                del phrases[spelling]
        return phrases

    def check_names(self, topics: tuple[Topic, ...]) -> None:
        """Names and aliases lead to one topic each."""
        owners = {_folded(topic.id): topic.id for topic in topics}
        for topic in topics:
            claimed: list[tuple[Path, str]] = [((topic.id, "name"), topic.name)]
            claimed += [((topic.id, "aliases", index), alias) for index, alias in enumerate(topic.aliases)]
            for path, name in claimed:
                owner = owners.setdefault(_folded(name), topic.id)
                if owner != topic.id:
                    fix = "a name leads to one topic: delete it here or there"
                    self.complain(path, "name-twice", f"{name!r} is a name of {owner} already", fix)

    def with_parent(self, topic: Topic, topics: tuple[Topic, ...]) -> Topic:
        """The topic with a parent that exists and is not below it, else with none."""
        if topic.parent is None:
            return topic
        parents = {other.id: other.parent for other in topics}
        if topic.parent not in parents:
            close = get_close_matches(topic.parent, parents, n=1, cutoff=0.6)
            fix = f"did you mean {close[0]}?" if close else "expected the id of another topic of this file"
            self.complain((topic.id, "parent"), "parent", f"no topic {topic.parent!r}", fix)
            return replace(topic, parent=None)
        above: str | None = topic.parent
        seen = {topic.id}
        while above is not None and above not in seen:
            seen.add(above)
            above = parents.get(above)
        if above == topic.id:
            self.complain(
                (topic.id, "parent"),
                "parent",
                f"{topic.parent!r} is below {topic.id}",
                "a topic cannot be above itself",
            )
            return replace(topic, parent=None)
        return topic


def _weight(value: Plain) -> float | None:
    """The number, when it is written as people write numbers: no nan, no 1e3, no underscores."""
    if not isinstance(value, str) or not re.fullmatch(r"[-+]?\d{1,2}(\.\d{1,3})?", value):
        return None
    number = float(value)
    return number if abs(number) <= MAX_WEIGHT else None


def _kind(value: Plain) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return "nothing" if value is None or not value.strip() else "a text"
