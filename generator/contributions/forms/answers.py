"""Converts a form's answers to fields of a record, and names problems by the labels of the form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from generator.contributions.forms.author_lines import read_authors
from generator.contributions.forms.form import Form
from generator.contributions.forms.pasted import find_ids, has_image, paper_in, strip_list_marker, strip_pasted
from generator.errors import Place, Problem, quote
from generator.model import Ids, Links
from generator.text.addresses.links import find_links
from generator.text.clean import unwrap, unwrap_paragraphs
from generator.text.lines import split_lines
from generator.yaml.document import Plain

#: The fields that a form can change, with their labels in the form.
FORM_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "title": "Title",
        "authors": "Authors",
        "abstract": "Abstract",
        "ids": "Identifiers",
        "links": "Links",
        "topics": "Topics",
        "kind": "Kind",
        "venue": "Venue",
        "published": "Published",
        "status": "Status",
    }
)
#: Labels of other fields in the form "Add a paper"; this form has one answer for the day and one for the identifier.
_OTHER_LABELS: Mapping[str, str] = {"date": "Digest"}
_HOW_TO_WRITE: Mapping[str, str] = {
    "ids": "write one per line, as in arxiv: 2401.10000",
    "links": "write one per line, as in code: https://example.org/code",
}
#: Answers that delete a field; an empty answer leaves the field as it is. Phones turn a hyphen into a dash.
_DELETE = frozenset({"-", "–", "—"})
#: The answer with which a link opens the form where a field is too long for the link. It changes nothing.
TOO_LONG_FOR_LINK = "(too long to show here: to change it, replace this line with the whole text)"


def read_changes(form: Form) -> tuple[dict[str, Plain], tuple[Problem, ...]]:
    """Return the answers as fields of a record file, None for a field to delete, and problems of invalid answers."""
    changes: dict[str, Plain] = {}
    problems: list[Problem] = []
    for name, label in FORM_FIELDS.items():
        answer = form[name]
        if not answer or answer == TOO_LONG_FOR_LINK:
            continue
        if answer in _DELETE:
            changes[name] = None
            continue
        try:
            changes[name] = _read_answer(name, answer, is_pasted=form.kind == "add")
        except ValueError as error:
            problems.append(answer_problem(label, error))
    return changes, tuple(problems)


def form_problem(label: str, found: str, fix: str = "") -> Problem:
    """Return a problem of an answer, named by the label that the person saw."""
    return Problem(place=Place(file="form"), code="form", field=label, found=found, fix=fix)


def answer_problem(label: str, error: ValueError) -> Problem:
    """Return the problem of an answer that a reader refused: what it found, and on the second line what to write."""
    found, _, fix = str(error).partition("\n")
    return form_problem(label, found, fix)


def field_label(name: str) -> str:
    """Return the label of a field as forms and reports show it."""
    return FORM_FIELDS.get(name) or _OTHER_LABELS.get(name) or name.capitalize()


def label_problem(problem: Problem) -> Problem:
    """Return a problem of a record named by the form's label, without the line of a file that the person never saw."""
    name, *parts = re.findall(r"[^.\[\]]+", problem.field) or [""]
    label = FORM_FIELDS.get(name) or _OTHER_LABELS.get(name, name)
    if name == "authors" and parts and parts[0].isdigit():
        detail = ", ".join([f"number {int(parts[0]) + 1}", *(part for part in parts[1:] if part != "name")])
    else:
        detail = ", ".join(part for part in parts if not part.isdigit())
    fix = _form_fix(problem.fix, name, is_part=bool(parts))
    return replace(problem, place=Place(file="form"), field=f"{label} ({detail})" if detail else label, fix=fix)


def _form_fix(fix: str, name: str, *, is_part: bool) -> str:
    """Return how to write an answer, from how to write the field in a file."""
    if fix.startswith("an author is "):
        return "write one name per line, or use name | ORCID iD | affiliation"
    example = re.fullmatch(r"write it like (\w+): (.*)", fix)
    if not example:
        return fix
    if example[2].startswith(("|", "with ")):
        return _HOW_TO_WRITE.get(name, "write it as plain text")
    value = example[2].strip("'[]")
    return f"write it like {example[1]}: {value}" if is_part and name in ("ids", "links") else f"write it like {value}"


def read_key(answer: str) -> str:
    """Return the key in an answer, which may be a key, the address of the paper's page or the path of its file."""
    return strip_pasted(paper_in(answer) or answer).lower().removesuffix(".yaml")


def _read_answer(name: str, answer: str, *, is_pasted: bool) -> Plain:
    if has_image(answer):
        raise ValueError("contains an image\nrecords contain only text: delete the image, and type what it shows")
    if TOO_LONG_FOR_LINK in answer:
        raise ValueError(f"still contains the line {TOO_LONG_FOR_LINK!r}\ndelete that line, and give the whole text")
    if is_pasted and name in {"title", "venue"}:
        answer = strip_pasted(answer)
    return _READERS[name](answer)


def _read_ids(answer: str) -> Plain:
    ids: dict[str, Plain] = {}
    kinds = tuple(Ids.model_fields)
    for line in _lines(answer):
        kind, value = _label(line, kinds)
        found = find_ids(value)
        if kind:
            same_kind = [each for each in found if each[0] == kind]
            pairs = same_kind if len(found) == len(same_kind) and found else [(kind, value)]
        else:
            pairs = list(found)
        if not pairs:
            fix = f"start the line with one of {', '.join(kinds)} and a colon"
            raise ValueError(f"{quote(line)} needs a label, e.g. `arxiv: 2507.14295`\n{fix}")
        for each, one in pairs:
            if ids.get(each, one) != one:
                raise ValueError(f"there are two identifiers for {each}: {ids[each]} and {one}\ngive each kind once")
            ids[each] = one
    return ids


def _read_links(answer: str) -> Plain:
    links: dict[str, Plain] = {}
    more: list[Plain] = []
    kinds = tuple(Links.model_fields)
    for line in _lines(answer):
        kind, value = _label(line, kinds)
        if kind:
            pairs = [(kind, strip_pasted(value))]
        else:
            found = find_links(line).items() if re.match(r"<?https?://", line) else ()
            pairs = [(name, url) for name, urls in found for url in ([urls] if isinstance(urls, str) else urls)]
        if not pairs:
            fix = f"start the line with one of {', '.join(kinds)} and a colon"
            raise ValueError(f"{quote(line)} needs a label, e.g. `page: https://example.org/paper`\n{fix}")
        for name, url in pairs:
            if name == "more" or name in links:
                more.append(url)
            else:
                links[name] = url
    return links | ({"more": more} if more else {})


def _lines(answer: str) -> Iterable[str]:
    return filter(None, map(strip_list_marker, split_lines(answer)))


def _label(line: str, kinds: Iterable[str]) -> tuple[str, str]:
    """Return the kind that a line begins with, and the rest; without a kind, an empty one and the whole line."""
    label, colon, value = line.partition(":")
    kind = label.strip(" *`").lower()
    return (kind, value.strip()) if colon and kind in kinds and value.strip() else ("", line)


def _read_topics(answer: str) -> Plain:
    parts = (strip_list_marker(part) for part in re.split(r"[,;\n]", answer))
    return [topic for part in parts if (topic := unwrap(part))]


_READERS: Mapping[str, Callable[[str], Plain]] = {
    "title": unwrap,
    "authors": read_authors,
    "abstract": unwrap_paragraphs,
    "ids": _read_ids,
    "links": _read_links,
    "topics": _read_topics,
    "kind": str.strip,
    "venue": unwrap,
    "published": str.strip,
    "status": str.strip,
}
