"""HTML of our renderers as XHTML."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from generator.text.markup.markdown import render_note
from generator.text.markup.xhtml import to_xhtml


def test_elements_without_content_are_closed_and_addresses_resolved() -> None:
    html = '<p>a<br>b &nbsp;&lt; <a href="/x/?a=1&amp;b" title="&quot;<b>">c</a></p><hr>'
    expected = '<p>a<br/>b \xa0&lt; <a href="https://e.org/x/?a=1&amp;b" title="&quot;&lt;b&gt;">c</a></p><hr/>'
    assert to_xhtml(html, resolve=lambda address: f"https://e.org{address}") == expected


@pytest.mark.parametrize(
    "note",
    [
        '[x](/papers/a/ "a <b> & c") and ![alt <i>](/assets/x.png)',
        "| a | b |\n|---|--:|\n| 1 < 2 | `<` |\n\n---\n\n1. one\n   - two",
        "    <script>alert(1)</script>\n\n<b>x</b> &amp; &nbsp; a\\\nb",
    ],
)
def test_every_note_is_well_formed(note: str) -> None:
    html = render_note(note)
    root = ElementTree.fromstring(f"<div>{to_xhtml(html)}</div>")  # our own output
    assert "script" not in {element.tag for element in root.iter()}
