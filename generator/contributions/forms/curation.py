"""The form with which editors give a day, a week or a month an introduction and picks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.catalog.digests.digest import Span, span_of
from generator.catalog.digests.digest_file import FIELDS
from generator.catalog.digests.series import series_id
from generator.checks.digests import read_digests
from generator.contributions.forms.answers import answer_problem, form_problem
from generator.contributions.forms.form import Form
from generator.contributions.forms.outcome import Outcome, find_record, refused
from generator.contributions.forms.pasted import strip_list_marker, strip_pasted
from generator.errors import Problem, quote
from generator.store.changes import FileWrite
from generator.store.content import Content
from generator.text.clean import unwrap
from generator.text.lines import split_lines
from generator.text.markup.markdown import shown_text
from generator.yaml.document import Plain
from generator.yaml.editor import FileStyle, render_field, update_yaml
from generator.yaml.reader import read_yaml

_SPAN = "Day, week or month to curate"
#: The labels of answers by the fields of a digest.
CURATION_LABELS = {
    "title": "Title of the digest",
    "introduction": "Introduction",
    "hero": "Pick to show first",
    "picks": "Picks",
    "editors": "Guest editors",
    "series": "Series",
}
_SERIES = re.compile(r"(?P<name>.*\S)\s+(?P<number>[0-9]+)")
_STYLE = FileStyle(order=FIELDS, prose=frozenset({"introduction"}), dates=frozenset({"publish"}))
_HEAD = "# yaml-language-server: $schema=../schema/digest.schema.json\n"


def curate_digest(form: Form, content: Content) -> Outcome:
    """Write a file of content/digests/, or add to one what it does not have yet; nothing in it is replaced."""
    try:
        span = span_of(strip_pasted(form["span"]).removesuffix(".yaml"))
    except ValueError as error:
        found = str(error).partition("\n")[0] if form["span"] else "missing"
        return refused(_SPAN, found, "write 2025-07-31, 2025-W31 or 2025-07")
    problems: list[Problem] = []
    fields: dict[str, Plain] = {name: value for name, value in _fields(form, content, span, problems) if value}
    if not fields and not problems:
        return refused("Picks", "there is no title, no introduction and no pick", "fill in at least one of these")
    raw = content.raw.get(span.file, b"")
    document = read_yaml(raw, file=span.file) if raw else None
    if document and (document.problems or not isinstance(document.value, dict)):
        return refused(_SPAN, f"could not read {span.file}", "ask the curator to run digestif check")
    present = document.value if document and isinstance(document.value, dict) else {}
    for name in fields:
        if present.get(name):
            fix = "leave this answer empty, and open Edit this digest at the end of its page"
            problems.append(form_problem(CURATION_LABELS[name], f"the digest of {span.id} has this already", fix))
    new = update_yaml(raw, fields, _STYLE) if document else _new_file(fields)
    step = FileWrite(file=span.file, content=new, old_hash=content.hashes.get(span.file, ""))
    return Outcome(
        steps=() if problems else (step,),
        problems=tuple(problems),
        summary=f"### Digest: {shown_text(span.title)}\n\n{_summary(fields)}",
        title=_title(span, fields),
    )


def _fields(form: Form, content: Content, span: Span, problems: list[Problem]) -> Iterator[tuple[str, Plain]]:
    """Yield the answers as fields of a digest, in the order of the file."""
    yield "title", unwrap(strip_pasted(form["title"]))
    introduction = form["introduction"].strip()
    yield "introduction", f"{introduction}\n" if introduction else ""
    picks = list(_picks(_lines(form["picks"]), content, problems))
    if form["hero"]:
        hero = find_record(form["hero"], content, CURATION_LABELS["hero"])
        if isinstance(hero, Problem):
            problems.append(hero)
        else:
            yield "hero", hero.key
            if hero.key not in [pick["paper"] for pick in picks]:
                picks.insert(0, {"paper": hero.key})
    yield "picks", [*picks]
    yield "editors", [_editor(line) for line in _lines(form["editors"])]
    try:
        yield "series", _series(unwrap(form["series"]), content, span)
    except ValueError as error:
        problems.append(answer_problem(CURATION_LABELS["series"], error))


def _picks(lines: Iterable[str], content: Content, problems: list[Problem]) -> Iterator[dict[str, Plain]]:
    for line in lines:
        paper, _, why = line.partition("|")
        record = find_record(paper.strip(), content, CURATION_LABELS["picks"])
        if isinstance(record, Problem):
            problems.append(record)
        else:
            yield {"paper": record.key, **({"why": unwrap(why)} if why.strip() else {})}


def _editor(line: str) -> Plain:
    name, _, url = line.partition("|")
    return {"name": unwrap(name), "url": strip_pasted(url)} if url.strip() else unwrap(name)


def _series(answer: str, content: Content, span: Span) -> Plain:
    """Read a series as other digests spell it. Raises ValueError without a number, or with one that is used."""
    if not answer:
        return None
    found = _SERIES.fullmatch(answer)
    if not found:
        raise ValueError(f"{quote(answer)} has no number\nwrite the name and the number, as in Reading group 12")
    slug, number = series_id(found["name"]), found["number"].lstrip("0") or "0"
    name, used = found["name"], {}
    for digest in read_digests(content).digests:
        if digest.series and series_id(digest.series.name) == slug and digest.span != span:
            name = digest.series.name
            used[str(digest.series.number)] = digest.span
    if number in used:
        free = max(map(int, used)) + 1
        raise ValueError(
            f"{name} {number} is the digest of {used[number].title}\nwrite another number, as in {name} {free}"
        )
    return {"name": name, "number": number}


def _lines(answer: str) -> list[str]:
    return [line for line in map(strip_list_marker, split_lines(answer)) if line.strip()]


def _new_file(fields: dict[str, Plain]) -> bytes:
    return "".join((_HEAD, *(render_field(name, value, _STYLE) for name, value in fields.items()))).encode()


def _summary(fields: dict[str, Plain]) -> str:
    labels = [CURATION_LABELS[name] for name in fields]
    return f"Adds: {', '.join(labels).lower()}"


def _title(span: Span, fields: dict[str, Plain]) -> str:
    title = fields.get("title")
    return f"Curate {span.id}: {title}" if title else f"Curate {span.id}"
