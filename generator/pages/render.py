"""From a view to the text of a page under docs/.

A page is short front matter and one block of HTML on one line. Python-Markdown passes such a block through as
it stands, so that no character of a record means anything to it; what escapes is Jinja's autoescape, once.
The theme prints front matter raw: every value is escaped here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from html import escape
from typing import Literal

import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined

from generator.pages.page import Page, PageContent
from generator.pages.routes import docs_path, relative
from generator.text.markdown import render_note
from generator.text.math import paragraphs_html, prose_html

_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # the same text, ten times as fast, where libyaml is


def page(
    address: str,
    *,
    shows: str,
    draft: Callable[[], PageContent],
    year: int | None = None,
    inputs: Callable[[], str] | None = None,
) -> Page:
    """The page of that address; ``draft`` lays it out when its text, or whether it changed, is asked for."""
    return Page(path=docs_path(address), address=address, shows=shows, draft=draft, year=year, inputs=inputs)


def draft(
    *,
    kind: str,
    title: str,
    template: str,
    view: object,
    description: str = "",
    head: str = "",
) -> PageContent:
    """A view laid out by its template.

    ``kind`` becomes a class of the page's root. ``title`` and ``description`` are plain text; ``head`` is HTML
    that belongs in the page's head, made by ``pages.head``. The text is a function of these alone, which is what
    makes their ``repr`` a measure of change: views are frozen dataclasses of text, numbers and such views.
    """
    front = {"kind": kind, "title": escape(title), "description": escape(description), "head": str(head)}
    said = {name: value for name, value in front.items() if value}
    return PageContent(
        inputs=partial(repr, (said, template, view)),
        render=partial(_render, said, template, view),
        front=(kind, *(name for name in said if name != "kind")),
    )


def _render(front: Mapping[str, str], template: str, view: object) -> str:
    body = one_line(environment().get_template(template).render(view=view))
    dumped = yaml.dump(dict(front), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1 << 30)
    return f'---\n{dumped}---\n<div class="dg is-{front["kind"]}">{body}</div>\n'


@dataclass(frozen=True, slots=True)
class Prose:
    """Text of a record that becomes HTML only when a template prints it: most pages of a build have not changed."""

    text: str
    form: Literal["line", "paragraphs"]

    def __html__(self) -> str:
        """Render the text as safe HTML."""
        return prose_html(self.text) if self.form == "line" else paragraphs_html(self.text)

    def __bool__(self) -> bool:
        return bool(self.text.strip())


@dataclass(frozen=True, slots=True)
class Note:
    """A curator's Markdown that becomes HTML only when a template prints it, as ``Prose`` does.

    ``address`` is that of the page, which the note's links are relative to; ``heading_level`` that of its top headings.
    """

    text: str
    address: str
    heading_level: int

    def __html__(self) -> str:
        """Render the note as safe HTML."""
        return render_note(self.text, heading_level=self.heading_level, link=partial(relative, self.address))

    def __bool__(self) -> bool:
        return bool(self.text.strip())


@cache
def environment() -> Environment:
    """Jinja with autoescape on, and no forgiveness for a name that a view does not have."""
    made = Environment(
        loader=PackageLoader("generator.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["thousands"] = thousands
    made.filters["counted"] = counted
    return made


def one_line(html: str) -> str:
    """HTML without line breaks: Markdown would end a block at a blank line. Only ``\\n`` parts lines here,
    because other characters that Python calls line breaks are a paper's text."""
    return " ".join(line for line in (line.strip(" \t\r") for line in html.split("\n")) if line)


def thousands(number: int) -> str:
    """A count as people read it: 12,345."""
    return f"{number:,}"


def counted(number: int, one: str, many: str = "") -> str:
    """A count with its noun: "1 paper", "2,000 papers"."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def prose(text: str) -> Prose:
    """One line of a record's text as safe HTML, its mathematics as MathML."""
    return Prose(text, "line")


def paragraphs(text: str) -> Prose:
    """A record's paragraphs as safe HTML."""
    return Prose(text, "paragraphs")
