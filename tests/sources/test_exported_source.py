"""What one digest exports another imports as the same records."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.exports.jsonl import export_jsonl
from generator.exports.selection import Selection
from generator.model import (
    CURATED_FIELDS,
    Author,
    Ids,
    Links,
    Mention,
    Paper,
    Record,
    SourceMetadata,
    SourceMetrics,
    Summary,
)
from generator.sources.registry import detect_source, parse
from generator.store.content import Content
from generator.store.snapshots.snapshots import Snapshot, SnapshotEntry

_LINE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cn", "Co", "Zl", "Zp"]), max_size=20)
_NAMED = _LINE.filter(lambda text: bool(text.strip()))
_PROSE = st.lists(_LINE, max_size=3).map("\n\n".join)
_DAY = st.dates(date(1990, 1, 1), date(2030, 1, 1))
_URL = st.sampled_from(["https://arxiv.org/abs/2401.10000", "https://github.com/lab/tool", "http://example.org/a?b=c"])


def _papers() -> st.SearchStrategy[Paper]:
    fields: dict[str, st.SearchStrategy[Any]] = {
        "title": _NAMED,
        "authors": st.lists(st.builds(Author, name=_NAMED, affiliation=st.none() | _NAMED), max_size=2).map(tuple),
        "abstract": _PROSE,
        "ids": st.builds(Ids, arxiv=st.none() | st.just("2401.10000"), doi=st.none() | st.just("10.1234/a")),
        "links": st.builds(Links, page=st.none() | _URL),
        "venue": st.none() | _NAMED,
        "published": st.none() | _DAY,
        "keywords": st.lists(_NAMED.map(str.strip), unique=True, max_size=2).map(tuple),
        "status": st.sampled_from(["published", "withdrawn", "retracted"]),
        "summary": st.none() | st.builds(Summary, text=_NAMED, date=st.none() | _DAY),
        "date": _DAY,
        "topics": st.none() | st.lists(st.sampled_from(["robotics", "vision"]), unique=True).map(tuple),
        "image": st.sampled_from([None, "none", "images/figure.png", "https://example.org/figure.png"]),
        "note": _PROSE,
        "aliases": st.just(()) | st.just(("an-alias",)),
    }
    return st.builds(Paper, **fields)


@settings(max_examples=40, deadline=None)
@given(paper=_papers(), listed=st.booleans())
def test_an_exported_record_comes_back_as_it_was(paper: Paper, listed: bool) -> None:
    facts = SourceMetrics(
        upvotes=3, submitter="Cy Example", ai_keywords=("one",), thumbnail="https://cdn.example.org/t.png"
    )
    mention = Mention(key="a-key", source="hf-json", day=paper.date, rank=4, metrics=facts)
    said = SourceMetadata(**{name: getattr(paper, name) for name in SourceMetadata.model_fields})
    entry = SnapshotEntry(key="a-key", rank=4, metadata=said, metrics=facts)
    snapshot = Snapshot(day=paper.date, source="hf-json", entries=(entry,))
    content = Content(
        records=(Record(key="a-key", file="f.yaml", paper=paper),),
        snapshots={(paper.date, "hf-json"): snapshot} if listed else {},
    )
    topics = {"a-key": paper.topics if paper.topics is not None else ("shown",)}
    raw = "".join(export_jsonl(Selection(content=content, records=content.records, topics=topics))).encode()
    assert detect_source(raw, name="export") == "table"
    parsed = parse("table", raw, name="export.jsonl")
    assert (parsed.problems, parsed.quarantined) == ((), ())
    (read,) = parsed.papers
    assert read.metadata == SourceMetadata(**{name: getattr(paper, name) for name in SourceMetadata.model_fields})
    assert read.curated is not None
    assert (read.curated.key, read.day, read.curated.mentions) == ("a-key", paper.date, (mention,) if listed else ())
    assert [getattr(read.curated, name) for name in CURATED_FIELDS] == [getattr(paper, name) for name in CURATED_FIELDS]
