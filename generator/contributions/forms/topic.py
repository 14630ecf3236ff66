"""The form that proposes a topic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.catalog.topics.topics_file import parse_topics
from generator.contributions.forms.answers import read_key
from generator.contributions.forms.entries import append_entry
from generator.contributions.forms.form import Form
from generator.contributions.forms.outcome import Outcome, find_record, refused
from generator.contributions.forms.pasted import strip_list_marker, strip_pasted
from generator.errors import Problem
from generator.store.changes import FileWrite
from generator.store.content import TOPICS_FILE, Content
from generator.text.clean import unwrap
from generator.text.lines import split_lines
from generator.text.markup.markdown import shown_text
from generator.text.slugs import readable_slug
from generator.yaml.document import Plain
from generator.yaml.reader import read_yaml

#: Example papers that the report lists.
_MAX_PAPERS = 50
_MAX_ID = 60


def propose_topic(form: Form, content: Content) -> Outcome:
    """Append a topic to content/topics.yaml; at the end, it changes the colour of no other topic."""
    name, description = unwrap(strip_pasted(form["name"])), unwrap(form["description"])
    topic_id = readable_slug(name, max_length=_MAX_ID)
    if not name or not description:
        label = "Description" if name else "Topic to propose"
        return refused(label, "missing", "give a name, and one line that says what belongs to the topic")
    if not topic_id:
        return refused("Topic to propose", f"{name[:80]!r} has no letter or digit", "give a name in words")
    topics = read_yaml(content.topics, file=TOPICS_FILE)
    present = topics.value or {}
    if not isinstance(present, dict) or topics.problems:
        return refused("Topic to propose", f"could not read {TOPICS_FILE}", "ask the curator to run digestif check")
    known = topic_id if topic_id in present else _find_topic(content, name)
    if known:
        return refused("Topic to propose", f"there is already a topic {known}", "choose another name")
    phrases: dict[str, Plain] = {phrase.lower(): "1" for phrase in _phrases(form["phrases"]) if phrase}
    fields: dict[str, Plain] = {"name": name, "description": description} | ({"phrases": phrases} if phrases else {})
    step = FileWrite(
        file=TOPICS_FILE,
        content=append_entry(content.topics, present, topic_id, fields),
        old_hash=content.hashes.get(TOPICS_FILE, ""),
    )
    papers = _papers(form["papers"])
    return Outcome(
        steps=(step,),
        problems=tuple(_unknown_papers(papers, content)),
        summary=_summary(name, description, papers),
        title=f"Add the topic {name}",
    )


def _phrases(answer: str) -> list[str]:
    return [unwrap(strip_pasted(strip_list_marker(line))) for line in split_lines(answer)]


def _find_topic(content: Content, name: str) -> str:
    """Return the id of the topic with this name or alias; empty if there is none."""
    topic = parse_topics(content.topics, file=TOPICS_FILE)[0].find(name) if content.topics else None
    return topic.id if topic else ""


def _papers(answer: str) -> list[str]:
    return [strip_list_marker(line) for line in split_lines(answer) if line.strip()][:_MAX_PAPERS]


def _unknown_papers(papers: Iterable[str], content: Content) -> Iterator[Problem]:
    """Yield a warning for each example that is no paper of this site: the curator may still want the topic."""
    for paper in papers:
        found = find_record(paper, content, "Papers")
        if isinstance(found, Problem):
            yield replace(found, severity="warning")


def _summary(name: str, description: str, papers: Iterable[str]) -> str:
    examples = "\n".join(f"- {shown_text(read_key(paper))}" for paper in papers)
    return f"### New topic: {shown_text(name)}\n\n{shown_text(description)}\n\n{examples}"
