"""A view of a digest as HTML with all styles inline, because several mail programs ignore style sheets."""

from __future__ import annotations

from functools import cache, lru_cache

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from generator.language.templates import install_words
from generator.mail.view import MailView
from generator.pages.render import one_line
from generator.text.markup.markdown import render_note
from generator.text.markup.xhtml import to_xhtml


@lru_cache(maxsize=4)  # the messages to all recipients have the same page, unless it has their own address
def render_html(view: MailView) -> str:
    """Return the page of an e-mail. It loads nothing but the images of curators' notes.

    The rules for dark mode stay in a style sheet; a program that ignores it shows the light colours.
    """
    environment = _environment()
    start = "right" if view.language.is_right_to_left else "left"
    css = Markup(environment.get_template("digest.css").render(start=start))  # noqa: S704 - our own file
    notes = tuple(note_html(view, note) for note in view.notes)
    picks = tuple((pick, note_html(view, pick.why)) for pick in view.picks)
    page = environment.get_template("digest.html.j2").render(view=view, css=css, notes=notes, picks=picks)
    return f"{_inliner().inline(one_line(page))}\n"


def render_fragment(view: MailView) -> str:
    """Return what is within the page's body, for services that have a page of their own."""
    page = render_html(view)
    return page[page.index(">", page.index("<body")) + 1 : page.index("</body>")].strip()


def note_html(view: MailView, note: str) -> Markup:
    """Return a curator's note as one line with absolute links; ``render_note`` allows no scripts or styles."""
    root = view.site.href.rstrip("/")

    def resolve(address: str) -> str:
        return f"{root}{address}" if address.startswith("/") else address

    return Markup(to_xhtml(render_note(note, heading_level=2), resolve=resolve))  # noqa: S704 - cleaned by render_note


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("generator.mail"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    install_words(made)
    return made


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False, minify_css=True)
