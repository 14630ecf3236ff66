"""Applies a filled-in form: from content/ as it was read to the steps that change it, or to reasons for refusal.

Pure. Only fields of the schema can change, and a form is refused if ``digestif check`` would report an error in what
it writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from generator.catalog.topics.topics_file import parse_topics
from generator.contributions.difference import render_change, render_problems
from generator.contributions.forms.addition import NO_LOOKUP, Lookup, add_paper
from generator.contributions.forms.answers import form_problem
from generator.contributions.forms.claim import claim_page
from generator.contributions.forms.curation import curate_digest
from generator.contributions.forms.fix import fix_record
from generator.contributions.forms.form import Form
from generator.contributions.forms.headings import find_heading_problems
from generator.contributions.forms.outcome import Outcome
from generator.contributions.forms.removal import remove_record
from generator.contributions.forms.search import follow_search
from generator.contributions.forms.topic import propose_topic
from generator.contributions.forms.validation import find_form_problems
from generator.contributions.pull_title import pull_title
from generator.errors import DigestifError, Problem
from generator.store.changes import Change
from generator.store.content import TOPICS_FILE, Content
from generator.text.markup.markdown import shown_text

#: Characters of the submitter's comment in the report.
_MAX_COMMENT = 1_000


@dataclass(frozen=True, kw_only=True, slots=True)
class FormResult:
    """What a form does: steps for the store, none if it cannot be applied, and a report in Markdown.

    ``title`` is that of a pull request; without steps it is empty. ``problems`` has errors only without steps; warnings
    and suggestions may come with them. ``is_waiting`` if nothing but a source that did not respond prevents the steps.
    """

    steps: tuple[Change, ...]
    report: str
    title: str = ""
    problems: tuple[Problem, ...] = ()
    is_waiting: bool = False


def apply_form(form: Form, content: Content, *, today: date, lookup: Lookup = NO_LOOKUP) -> FormResult:
    """Decide what a form changes in content/; ``lookup`` is what a source says about the paper to add.

    A form that cannot be applied changes nothing and gets a report that says why.
    """
    topic_set = parse_topics(content.topics, file=TOPICS_FILE)[0] if content.topics else None
    topics = set(topic_set.by_id) if topic_set else None
    match form.kind:
        case "fix":
            outcome = fix_record(form, content, topics)
        case "add":
            outcome = add_paper(form, content, topics, today=today, lookup=lookup)
        case "topic":
            outcome = propose_topic(form, content)
        case "remove":
            outcome = remove_record(form, content)
        case "follow":
            outcome = follow_search(form, content)
        case "claim":
            outcome = claim_page(form, content)
        case "curate":
            outcome = curate_digest(form, content)
    outcome = replace(outcome, problems=(*find_heading_problems(form), *outcome.problems))
    if outcome.steps:
        problems = find_form_problems(form, content, outcome.steps, today=today)
        outcome = replace(outcome, problems=tuple(dict.fromkeys((*outcome.problems, *problems))))
    errors = tuple(problem for problem in outcome.problems if problem.severity == "error")
    if errors:
        outcome = Outcome(problems=errors)
    title = pull_title(outcome.title, issue=form.issue) if outcome.steps else ""
    is_waiting = lookup.no_response and len(errors) == 1
    report = _report(form, outcome, is_waiting=is_waiting)
    return FormResult(steps=outcome.steps, report=report, title=title, problems=outcome.problems, is_waiting=is_waiting)


def refuse_form(error: DigestifError) -> FormResult:
    """Return the result of a text that is not a form, or of a paper that could not be looked up."""
    problem = form_problem("", error.message, error.fix)
    return FormResult(steps=(), report=_refusal((problem,)), problems=(problem,))


def _refusal(problems: Iterable[Problem], *, is_waiting: bool = False) -> str:
    when = "yet" if is_waiting else "as it is"
    return f"This form cannot be applied {when}:\n\n{render_problems(problems)}\n"


def _report(form: Form, outcome: Outcome, *, is_waiting: bool) -> str:
    parts = [outcome.summary] if outcome.summary else []
    parts += [render_change(change) for change in outcome.changes]
    if outcome.problems and outcome.steps:
        parts += ["Warnings and suggestions:", render_problems(outcome.problems)]
    elif outcome.problems:
        parts.append(_refusal(outcome.problems, is_waiting=is_waiting))
    if form["why"]:
        parts.append(f"Submitter's comment: {shown_text(form['why'][:_MAX_COMMENT])}")
    return "\n\n".join(part.strip() for part in parts) + "\n"
