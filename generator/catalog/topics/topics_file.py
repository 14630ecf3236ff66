"""The topics file, ``content/topics.yaml``: reads it leniently, with every problem in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches

from generator.catalog.topics.colours import MIN_CONTRAST, PAGE_BACKGROUNDS, contrast, topic_hue
from generator.catalog.topics.phrases import count_forms, phrase_form
from generator.catalog.topics.topic_set import Topic, TopicSet, folded_name, make_topic_set
from generator.errors import DigestifError, Problem
from generator.ids import is_address_part
from generator.text.clean import check_visible_line, unfold
from generator.text.similar import similar_name
from generator.yaml.document import Document, Path, Plain, field_path, kind_of
from generator.yaml.reader import read_yaml

#: A phrase that decides alone has a weight of about 5; a greater weight than this is a typing error.
MAX_WEIGHT = 10.0

_MAX_ID = 60
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_FIELDS = ("name", "description", "colour", "aliases", "phrases", "categories", "parent")
_EXAMPLE = "{name: Robotics, description: Robots that act.}"


def parse_topics(raw: bytes, *, file: str) -> tuple[TopicSet, tuple[Problem, ...]]:
    """Read the topics file, a mapping from ids to topics, and all problems in it, in the order of the file.

    Faulty parts are left out and the rest is used, so that a typing error does not remove the topics of a site.
    """
    document = read_yaml(raw, file=file)
    reader = _Reader(document)
    topics = tuple(reader.topics())
    reader.check_names(topics)
    topics = tuple(reader.with_valid_parent(topic, topics) for topic in topics)
    problems = sorted(
        (*document.problems, *reader.problems),
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


class _Reader:
    """Reads one document; problems are collected in ``problems``."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []

    def report(self, path: Path, code: str, found: str, fix: str, *, key: bool = False, warning: bool = False) -> None:
        """Add a problem at the value at ``path``, or at its ``key``."""
        self.problems.append(
            Problem(
                place=self.document.place(path, key=key),
                code=f"topic-{code}",
                found=found,
                fix=fix,
                field=field_path(path),
                severity="warning" if warning else "error",
            )
        )

    def topics(self) -> Iterator[Topic]:
        """Yield every topic of the document that has an id and fields."""
        value = self.document.value
        if value is None:
            return
        if not isinstance(value, dict):
            found = f"must be a mapping from ids to topics, not {kind_of(value)}"
            self.report((), "shape", found, f"write, for example, robotics: {_EXAMPLE}")
            return
        for position, (topic_id, fields) in enumerate(value.items()):
            if not is_address_part(topic_id, max_length=_MAX_ID):
                fix = f"use at most {_MAX_ID} lowercase letters, digits and single hyphens, for example speech-audio"
                self.report((topic_id,), "id", "not a valid topic id", fix, key=True)
            elif not isinstance(fields, dict):
                if (topic_id,) not in self.document.unread:
                    found = f"must be a mapping, not {kind_of(fields)}"
                    self.report((topic_id,), "shape", found, f"write, for example, {_EXAMPLE}", key=True)
            else:
                yield self._topic(topic_id, fields, position)

    def _topic(self, topic_id: str, fields: Mapping[str, Plain], position: int) -> Topic:
        for name in fields:
            if name not in _FIELDS:
                meant = similar_name(name, _FIELDS)
                fix = f"did you mean {meant}?" if meant else f"the fields of a topic are {', '.join(_FIELDS)}"
                self.report((topic_id, name), "field", "unknown field", fix, key=True)
        return Topic(
            id=topic_id,
            name=self._required(topic_id, fields, "name", "Speech and audio"),
            description=self._required(topic_id, fields, "description", "Robots that act."),
            colour=self._colour(topic_id, fields, position),
            aliases=self._texts(topic_id, fields, "aliases"),
            phrases=self._phrases(topic_id, fields),
            categories=self._texts(topic_id, fields, "categories"),
            parent=self._text(topic_id, fields, "parent") or None,
        )

    def _required(self, topic_id: str, fields: Mapping[str, Plain], name: str, example: str) -> str:
        """Read a text that pages show; a missing one is an error, and pages show the id."""
        text = self._text(topic_id, fields, name)
        if not text and fields.get(name) in (None, "") and (topic_id, name) not in self.document.unread:
            self.report((topic_id, name), "missing", "missing", f"write, for example, {name}: {example}", key=True)
        return text or topic_id

    def _text(self, topic_id: str, fields: Mapping[str, Plain], name: str) -> str:
        value = fields.get(name)
        if value is None or isinstance(value, str):
            return self._line((topic_id, name), value or "")
        fix = f"write one line of text after {name}:"
        self.report((topic_id, name), "type", f"must be text, not {kind_of(value)}", fix)
        return ""

    def _texts(self, topic_id: str, fields: Mapping[str, Plain], name: str) -> tuple[str, ...]:
        value = fields.get(name)
        if value is None:
            return ()
        if not isinstance(value, list):
            fix = f"write, for example, {name}: [one, another]"
            self.report((topic_id, name), "type", f"must be a list, not {kind_of(value)}", fix)
            return ()
        texts = []
        for index, text in enumerate(value):
            if isinstance(text, str) and text.strip():
                texts.append(self._line((topic_id, name, index), text))
            else:
                fix = "write one line of text, or delete the item"
                self.report((topic_id, name, index), "type", f"must be text, not {kind_of(text)}", fix)
        return tuple(filter(None, texts))

    def _line(self, path: Path, text: str) -> str:
        """Return the text on one line; empty, with a problem, where pages could not show it."""
        try:
            return check_visible_line(unfold(text))
        except ValueError as error:
            found, _, fix = str(error).partition("\n")
            self.report(path, "text", found, fix)
            return ""

    def _colour(self, topic_id: str, fields: Mapping[str, Plain], position: int) -> str:
        """Read the colour; without a valid one the topic has the default for its position."""
        colour = self._text(topic_id, fields, "colour")
        default = topic_hue(position)
        if not colour:
            return default
        path = (topic_id, "colour")
        if not _COLOUR.fullmatch(colour):
            fix = f"write # and six hexadecimal digits in quotes, for example '{default}'"
            self.report(path, "colour", f"{colour!r} is not a colour", fix)
            return default
        for background in PAGE_BACKGROUNDS:
            ratio = contrast(colour, background)
            if ratio < MIN_CONTRAST:
                found = f"{colour} has a contrast of {ratio:.1f}:1 on the background {background}"
                fix = f"use a colour with at least {MIN_CONTRAST:g}:1 on light and dark pages, for example '{default}'"
                self.report(path, "contrast", found, fix, warning=True)
        return colour.lower()

    def _phrases(self, topic_id: str, fields: Mapping[str, Plain]) -> dict[str, float]:
        value = fields.get("phrases")
        path: Path = (topic_id, "phrases")
        if value is None:
            return {}
        if not isinstance(value, dict):
            found = f"must be a mapping from phrases to weights, not {kind_of(value)}"
            self.report(path, "type", found, "write, for example, robot arm: 2")
            return {}
        phrases = {}
        for phrase, weight in value.items():
            number = _weight(weight)
            if not phrase_form(phrase):
                fix = "write at least one word, or delete the line"
                self.report((*path, phrase), "phrase", f"{phrase!r} has no words", fix, key=True)
            elif number is None:
                found = f"{weight!r} is not a weight" if isinstance(weight, str) else "the weight is missing"
                fix = (
                    f"write a number from {-MAX_WEIGHT:g} to {MAX_WEIGHT:g}: 2 is a strong weight, and a negative one "
                    "counts against the topic"
                )
                self.report((*path, phrase), "weight", found, fix)
            else:
                phrases[phrase] = number
        for spellings in count_forms(phrases).values():
            for spelling in spellings[1:]:
                fix = "keep one of the two: case, hyphens and plurals make no difference"
                self.report((*path, spelling), "phrase-twice", f"the same phrase as {spellings[0]!r}", fix, key=True)
                del phrases[spelling]
        return phrases

    def check_names(self, topics: tuple[Topic, ...]) -> None:
        """Report names and aliases that two topics have."""
        owners = {folded_name(topic.id): topic.id for topic in topics}
        for topic in topics:
            names: list[tuple[Path, str]] = [((topic.id, "name"), topic.name)]
            names += [((topic.id, "aliases", index), alias) for index, alias in enumerate(topic.aliases)]
            for path, name in names:
                owner = owners.setdefault(folded_name(name), topic.id)
                if owner != topic.id:
                    self.report(
                        path, "name-twice", f"{name!r} is also a name of {owner}", "delete it in one of the two"
                    )

    def with_valid_parent(self, topic: Topic, topics: tuple[Topic, ...]) -> Topic:
        """Return the topic, without its parent if that does not exist or is below the topic."""
        if topic.parent is None:
            return topic
        parents = {other.id: other.parent for other in topics}
        if topic.parent not in parents:
            close = get_close_matches(topic.parent, parents, n=1, cutoff=0.6)
            fix = f"did you mean {close[0]}?" if close else "write the id of another topic of this file"
            self.report((topic.id, "parent"), "parent", f"unknown topic {topic.parent!r}", fix)
            return replace(topic, parent=None)
        ancestor: str | None = topic.parent
        seen = {topic.id}
        while ancestor is not None and ancestor not in seen:
            seen.add(ancestor)
            ancestor = parents.get(ancestor)
        if ancestor == topic.id:
            found = f"{topic.parent!r} is itself below {topic.id}"
            self.report((topic.id, "parent"), "parent", found, "delete the parent of one of them")
            return replace(topic, parent=None)
        return topic


def _weight(value: Plain) -> float | None:
    """Parse a weight in plain decimal notation, without nan, exponents and underscores; None for anything else."""
    if not isinstance(value, str) or not re.fullmatch(r"[-+]?[0-9]{1,2}(\.[0-9]{1,3})?", value):
        return None
    number = float(value)
    return number if abs(number) <= MAX_WEIGHT else None
