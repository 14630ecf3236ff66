"""From a view to the text of a page under docs/.

A page is short front matter and one block of HTML on one line. Python-Markdown passes such a block through unchanged,
so no character of a record is read as Markdown. Jinja's autoescape escapes it, once. The theme prints front matter
without escaping it, so every value is escaped here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from html import escape
from typing import Any, Literal

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.runtime import Context, Macro

from generator.language.templates import install_words
from generator.language.words import current_language
from generator.pages.page import Page, PageContent
from generator.pages.routes import docs_path, relative
from generator.text.markup.markdown import render_note
from generator.text.markup.math import paragraphs_html, prose_html
from generator.yaml.front_matter import dump_front_matter


def make_page(
    address: str,
    *,
    shows: str,
    lay_out: Callable[[], PageContent],
    year: int | None = None,
    inputs: Callable[[], str] | None = None,
) -> Page:
    """Return the page for an address, with the path that this address has under docs/."""
    return Page(path=docs_path(address), address=address, shows=shows, lay_out=lay_out, year=year, inputs=inputs)


def page_content(
    *,
    kind: str,
    title: str,
    template: str,
    view: object,
    description: str = "",
    head: str = "",
) -> PageContent:
    """Lay out a view with a template.

    ``kind`` becomes a class of the page's root element. ``title`` and ``description`` are plain text; ``head`` is HTML
    for the page's head, made by ``pages.head``. The text is a function of these values and the language alone, and
    views are frozen dataclasses of text, numbers and other views, so their ``repr`` tells whether it changes.
    """
    values = {"kind": kind, "title": escape(title), "description": escape(description), "head": str(head)}
    front = {key: value for key, value in values.items() if value}
    return PageContent(
        inputs=partial(repr, (current_language().id, front, template, view)),
        render=partial(_render, front, template, view),
        front_keys=(kind, *(key for key in front if key != "kind")),
    )


def _render(front: Mapping[str, str], template: str, view: object) -> str:
    body = one_line(environment().get_template(template).render(view=view))
    return f'{dump_front_matter(front)}<div class="dg is-{front["kind"]}">{body}</div>\n'


@dataclass(frozen=True, slots=True)
class Prose:
    """Text of a record that becomes HTML only when a template prints it: most pages of a build have not changed."""

    text: str
    form: Literal["line", "paragraphs", "paragraphs with TeX"]

    def __html__(self) -> str:
        """Render the text as safe HTML."""
        if self.form == "line":
            return prose_html(self.text)
        return paragraphs_html(self.text, with_source=self.form == "paragraphs with TeX")

    def __bool__(self) -> bool:
        return bool(self.text.strip())


@dataclass(frozen=True, slots=True)
class Note:
    """A curator's Markdown that becomes HTML only when a template prints it, as ``Prose`` does.

    Links in the note are relative to the page's ``address``; ``heading_level`` is the level of the note's top headings.
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
    """Return the environment of the templates: autoescape is on, and a name that a view does not have is an error.

    In templates, ``_("…")`` is a translation that is escaped, and ``{% trans %}…{% endtrans %}`` one with markup.
    """
    made = Environment(
        loader=PackageLoader("generator.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,  # it looks at the file of a template on each use
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.context_class = _Context
    install_words(made)
    return made


class _Context(Context):
    """Calls macros without looking for what else could be called: a page of cards does so a thousand times."""

    def call(self, called: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if type(called) is not Macro:
            return super().call(called, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return called(self.eval_ctx, *args, **kwargs)


def one_line(html: str) -> str:
    """Return HTML without line breaks, since a blank line would end the block for Markdown.

    Lines end at ``\\n`` only: other characters that Python takes for line breaks are part of a paper's text.
    """
    return " ".join(line for line in (line.strip(" \t\r") for line in html.split("\n")) if line)


def prose(text: str) -> Prose:
    """Return one line of a record's text, to be printed with its formulas as MathML."""
    return Prose(text, "line")


def paragraphs(text: str) -> Prose:
    """Return the paragraphs of a record's text, to be printed with formulas as MathML and addresses as links."""
    return Prose(text, "paragraphs")


def citable_paragraphs(text: str) -> Prose:
    """Return paragraphs whose formulas also have their TeX, for the scripts that make citations."""
    return Prose(text, "paragraphs with TeX")
