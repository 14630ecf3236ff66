"""A digest as a person would write it for a general site generator: a Markdown page for each paper and each day.

A paper has its title, authors, links, abstract, topics and day; a day has its papers with their authors and the first
sentences of their abstracts; one page lists all days, and the front page the newest ones.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from pathlib import Path

from generator.catalog.topics.classifier import Classifier, choose
from generator.catalog.topics.topic_words import shipped_topic_words
from generator.catalog.topics.topics_file import read_topics
from generator.model import Paper
from generator.store.content import TOPICS_FILE
from generator.store.load import load_content

#: Letters of an abstract that a day's page shows.
_EXCERPT = 300
_NEWEST_DAYS = 10
#: Returns what a page has to write to link to another one; both are paths of Markdown files.
Link = Callable[[str, str], str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """A paper for a person who writes its page: its key, record and names of topics."""

    key: str
    paper: Paper
    topics: tuple[str, ...]


def read_archive(site: Path) -> list[Written]:
    """Return the papers of a digest, by day and key, with the topics that digestif gives them."""
    topic_set = read_topics((site / TOPICS_FILE).read_bytes(), file=TOPICS_FILE)
    names = {topic.id: topic.name for topic in topic_set.topics}
    classifier = Classifier(topic_set, shipped_topic_words())
    papers = []
    for record in load_content(site).records:
        paper = record.paper
        topics = [names[score.topic] for score in choose(classifier.totals(paper.title, paper.abstract))]
        papers.append(Written(key=record.key, paper=paper, topics=tuple(topics)))
    return sorted(papers, key=lambda written: (written.paper.date, written.key))


def hand_written_pages(papers: Sequence[Written], link: Link) -> Mapping[str, str]:
    """Return the pages of papers, in the order of ``read_archive``, by the paths of their Markdown files."""
    days = [(day, list(of_day)) for day, of_day in groupby(papers, key=lambda written: written.paper.date)]
    pages = {_paper_file(written): _paper_page(written, link) for written in papers}
    pages |= {_day_file(day): _day_page(day, of_day, link) for day, of_day in days}
    return pages | {
        "days/index.md": _list_of_days("All days", days, partial(link, "days/index.md")),
        "index.md": _list_of_days("Papers of the day", days[-_NEWEST_DAYS:], partial(link, "index.md")),
    }


def _paper_file(written: Written) -> str:
    return f"papers/{written.key}.md"


def _day_file(day: date) -> str:
    return f"days/{day}.md"


def _list_of_days(title: str, days: Iterable[tuple[date, list[Written]]], link: Callable[[str], str]) -> str:
    lines = [f"- [{_long(day)}]({link(_day_file(day))}): {len(of_day)} papers" for day, of_day in days]
    return "\n".join((*_front_matter(title), "", f"# {title}", "", *reversed(lines), ""))


def _paper_page(written: Written, link: Link) -> str:
    paper = written.paper
    links = " · ".join(f"[{name}]({address})" for name, address in _links(paper))
    topics = f"Topics: {', '.join(written.topics) or 'none'}"
    featured = f"Featured on [{_long(paper.date)}]({link(_paper_file(written), _day_file(paper.date))})"
    blocks = (f"# {paper.title}", _authors(paper), links, paper.abstract, topics, featured)
    front = "\n".join(_front_matter(paper.title, day=paper.date, tags=written.topics))
    return f"{front}\n" + "".join(f"\n{block}\n" for block in blocks if block)


def _day_page(day: date, papers: Iterable[Written], link: Link) -> str:
    lines = [*_front_matter(_long(day), day=day), "", f"# {_long(day)}", ""]
    for written in papers:
        paper = written.paper
        excerpt = paper.abstract[:_EXCERPT].rpartition(". ")[0] or paper.abstract[:_EXCERPT]
        target = link(_day_file(day), _paper_file(written))
        lines += [f"## [{paper.title}]({target})", "", _authors(paper), "", f"{excerpt}.", ""]
    return "\n".join(lines)


def _front_matter(title: str, *, day: date | None = None, tags: Sequence[str] = ()) -> Iterable[str]:
    yield "---"
    yield f"title: {json.dumps(title, ensure_ascii=False)}"
    if day:
        yield f"date: {day}"
    if tags:
        yield f"tags: {json.dumps(tags, ensure_ascii=False)}"
    yield "---"


def _authors(paper: Paper) -> str:
    return ", ".join(author.name for author in paper.authors)


def _links(paper: Paper) -> Iterable[tuple[str, str]]:
    if paper.ids.arxiv:
        yield "arXiv", f"https://arxiv.org/abs/{paper.ids.arxiv}"
        yield "PDF", f"https://arxiv.org/pdf/{paper.ids.arxiv}"
    named = paper.links.model_dump(exclude={"more"}, exclude_none=True)
    yield from ((name, str(address)) for name, address in named.items())


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
