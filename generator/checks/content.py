"""Everything that ``digestif check`` reports about content/ itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.catalog.saved_searches import parse_saved_searches
from generator.catalog.topics.topic_words import parse_topic_words
from generator.catalog.topics.topics_file import parse_topics
from generator.checks.digests import read_digests
from generator.checks.distinct import check_distinct
from generator.checks.library import check_library, locate_problems
from generator.checks.people import check_people
from generator.checks.pictures import check_pictures
from generator.errors import DigestifError, Place, Problem
from generator.importing.missing import find_missing_records, keys_without_record
from generator.sources.sources_file import parse_sources
from generator.store.content import FEEDS_FILE, PAPERS_FOLDER, SOURCES_FILE, TOPIC_WORDS_FILE, TOPICS_FILE, Content
from generator.text.counts import counted

#: Missing records that a warning names.
_MAX_NAMED = 5


def check_content(content: Content, *, today: date) -> tuple[Problem, ...]:
    """Return all problems of content/: of single files, of lists such as topics, and between files."""
    topic_set, in_topics = parse_topics(content.topics, file=TOPICS_FILE) if content.topics else (None, ())
    in_sources = parse_sources(content.raw.get(SOURCES_FILE, b""), file=SOURCES_FILE)[1]
    in_feeds = parse_saved_searches(content.feeds, file=FEEDS_FILE, topics=topic_set)[1]
    topics = set(topic_set.by_id) if topic_set else None
    digests = read_digests(content)
    between = check_library(
        content.records,
        content.library,
        topics=topics,
        today=today,
        different=content.different_papers,
        digests=digests.digests,
    )
    located = locate_problems(
        (*between, *check_distinct(content), *check_pictures(content)), lambda file: content.raw.get(file, b"")
    )
    lists = (*in_topics, *_topic_words(content), *in_sources, *in_feeds, *check_people(content), *digests.problems)
    return (*content.problems, *lists, *located, *_quarantined(content), *_missing(content))


def _topic_words(content: Content) -> Iterator[Problem]:
    try:
        if content.topic_words:
            parse_topic_words(content.topic_words, file=TOPIC_WORDS_FILE)
    except DigestifError as error:
        found = error.message.removeprefix(f"{TOPIC_WORDS_FILE}:")
        line, _, found = found.partition(": ")
        place = Place(file=TOPIC_WORDS_FILE, line=int(line))
        yield Problem(place=place, code="topic-words", found=found, fix=error.fix)


def _quarantined(content: Content) -> Iterator[Problem]:
    for file in content.quarantined:
        yield Problem(
            place=Place(file=file),
            code="quarantine",
            found="contains items that an import set aside",
            fix=f"correct them and run: digestif import {file}",
            severity="warning",
        )


def _missing(content: Content) -> Iterator[Problem]:
    """Warn about missing record files: a folder may have been moved, or a checkout may be partial."""
    if not keys_without_record(content):
        return
    keys = [removed.key for removed in find_missing_records(content).unexplained]
    if keys:
        more = f", … and {len(keys) - _MAX_NAMED:,} more" if len(keys) > _MAX_NAMED else ""
        verb = "is" if len(keys) == 1 else "are"
        yield Problem(
            place=Place(file=PAPERS_FOLDER),
            code="record-missing",
            found=f"{counted(len(keys), 'record file')} {verb} missing: {', '.join(keys[:_MAX_NAMED])}{more}",
            fix="restore the files, or record these papers as removed: digestif import --record-removals",
            severity="warning",
        )
