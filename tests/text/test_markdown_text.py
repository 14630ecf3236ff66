import re
from html import unescape
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.text.markdown import escape_markdown, render_note

markdown = import_module("markdown")  # it ships no types
_EXTENSIONS = ["attr_list", "md_in_html", "tables", "footnotes", "def_list", "admonition", "toc", "abbr", "smarty"]
_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp", "Cf"]) | st.sampled_from("`*_[](){}<>#!~:&;-=1. ")
)


def test_each_punctuation_character_is_an_entity() -> None:
    assert escape_markdown("a*b [x](y)\n1. é") == "a&#42;b &#91;x&#93;&#40;y&#41; 1&#46; é"


@given(_TEXT.map(lambda text: " ".join(text.split())).filter(bool))
def test_markdown_shows_escaped_text_letter_for_letter(text: str) -> None:
    for html in (
        markdown.markdown(escape_markdown(text), extensions=_EXTENSIONS),
        MarkdownIt("commonmark").render(escape_markdown(text)),
    ):
        shown = re.fullmatch(r"<p>(.*)</p>\n?", html)
        assert shown is not None
        assert unescape(shown[1]) == text


@pytest.mark.parametrize(
    ("note", "html"),
    [
        ("*a* **b**", "<p><em>a</em> <strong>b</strong></p>"),
        ("[a](https://a.b/)", '<p><a href="https://a.b/" rel="nofollow noopener">a</a></p>'),
        ("[a](/papers/x/)", '<p><a href="/papers/x/" rel="nofollow noopener">a</a></p>'),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>"),
        ("[a](//a.b)", '<p><a rel="nofollow noopener">a</a></p>'),
        ("![a](https://a.b/c.png)", '<p>!<a href="https://a.b/c.png" rel="nofollow noopener">a</a></p>'),
        ("<b onclick=x>a</b>", "<p>&lt;b onclick=x&gt;a&lt;/b&gt;</p>"),
        ("    a\n\n    b", "<pre><code>a&#10;&#10;b&#10;</code></pre>"),
        ("", ""),
    ],
)
def test_notes(note: str, html: str) -> None:
    assert render_note(note) == html


@given(st.text(st.sampled_from("<>[]()!*`#\"' =javscript:onclick\n&;/"), max_size=60))
def test_notes_are_one_line_without_foreign_tags(note: str) -> None:
    html = render_note(note)
    assert "\n" not in html
    assert not re.search(r"<(?!/?(?:p|br|hr|em|strong|code|pre|blockquote|ul|ol|li|a|h[1-6])\b)", html)


def test_a_note_has_a_size() -> None:
    sentence = "a note of 20001 characters\nexpected at most 20000: link to a page that says the rest"
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        render_note("x" * 20_001)
