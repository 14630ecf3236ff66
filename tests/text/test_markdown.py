import re
from html import unescape
from importlib import import_module
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.records.limits import MAX_LENGTHS
from generator.text.markup.markdown import escape_markdown, render_note

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
        ("- a\n- b\n  1. c", "<ul> <li>a</li> <li>b <ol> <li>c</li> </ol> </li> </ul>"),
        ("3. a\n4. b", '<ol start="3"> <li>a</li> <li>b</li> </ol>'),
        ("> a", "<blockquote> <p>a</p> </blockquote>"),
        ("<b onclick=x>a</b>", "<p>&lt;b onclick=x&gt;a&lt;/b&gt;</p>"),
        ("    a\n\n    b", '<pre tabindex="0"><code>a&#10;&#10;b&#10;</code></pre>'),
        ("```\na\tb\n```", '<pre tabindex="0"><code>a&#9;b&#10;</code></pre>'),
        ("```python\na < b\n```", '<pre tabindex="0"><code>a &lt; b&#10;</code></pre>'),
        (
            "| a | b |\n|---|--:|\n| 1 | *2* |",
            '<table tabindex="0"> <thead> <tr> <th>a</th> <th class="dg-right">b</th> </tr> </thead>'
            ' <tbody> <tr> <td>1</td> <td class="dg-right"><em>2</em></td> </tr> </tbody> </table>',
        ),
        ("", ""),
    ],
)
def test_blocks_of_a_note(note: str, html: str) -> None:
    assert render_note(note) == html


@pytest.mark.parametrize(
    ("note", "html"),
    [
        ("[a](https://a.b/)", '<p><a href="https://a.b/" rel="nofollow noopener">a</a></p>'),
        ("<https://a.b/>", '<p><a href="https://a.b/" rel="nofollow noopener">https://a.b/</a></p>'),
        ("[a](/papers/x/)", '<p><a href="../../papers/x/">a</a></p>'),
        ("[a](papers/x/#b)", '<p><a href="../../papers/x/#b">a</a></p>'),
        ("[a](#p-x)", '<p><a href="#p-x">a</a></p>'),
        ("![a *b*](/c.png)", '<p><img src="../../c.png" alt="a b" loading="lazy"></p>'),
        ("![a](docs/c.png)", '<p><img src="../../c.png" alt="a" loading="lazy"></p>'),
        (
            '![a](/c.png "<pre> d </pre>")',
            '<p><img src="../../c.png" alt="a" title="&lt;pre&gt; d &lt;/pre&gt;" loading="lazy"></p>',
        ),
        ('![a](../../docs/c.png "d")', '<p><img src="../../c.png" alt="a" title="d" loading="lazy"></p>'),
    ],
)
def test_links_and_images_of_a_note_lead_into_the_site_or_to_web_addresses(note: str, html: str) -> None:
    assert render_note(note, link=lambda path: f"../..{path}") == html


@pytest.mark.parametrize(
    "target",
    [
        "//a.b/c.png",
        "https://a.b/c.png",
        "data:image/png;base64,AA",
        "/c.txt",
        "../c.png",
        "/../c.png",
        "/a/%2e%2e/c.png",
        "a:c.png",
        "\\\\a.b/c.png",
        "docs//a.b/c.png",
        "c.png?d",
    ],
)
def test_an_image_from_anywhere_but_the_site_is_replaced_by_its_text(target: str) -> None:
    assert render_note(f"![a *b*]({target})") == "<p>a b</p>"


@pytest.mark.parametrize("target", ["//a.b", "/../x", "x:y", "mailto:a@b.c", "https://u@a.b/", "docs//a.b"])
def test_a_link_with_an_address_that_no_page_may_have_is_replaced_by_its_text(target: str) -> None:
    assert render_note(f"[a *b*]({target})") == "<p>a <em>b</em></p>"


@pytest.mark.parametrize(
    ("note", "levels"),
    [
        ("# a\n## b\n# c", "3 4 3"),
        ("### a\n###### b\n## c", "3 4 3"),
        ("# a\n## b\n### c\n#### d\n##### e\n###### f", "3 4 5 6 6 6"),
        ("a\n===\nb\n---", "3 4"),
    ],
)
def test_headings_of_a_note_begin_at_the_level_of_the_page_and_leave_none_out(note: str, levels: str) -> None:
    assert " ".join(re.findall(r"<h(\d)>", render_note(note, heading_level=3))) == levels


_PIECES = (
    *(
        "[a](",
        ")",
        "![",
        "](",
        "\n",
        "\n\n",
        "# ",
        "- ",
        "1. ",
        "> ",
        "```",
        "| a |",
        "|-|",
        "`",
        "*",
        "\\",
        "\t",
        "    ",
    ),
    *(
        "https://a.b/",
        "//",
        "..",
        "docs/",
        "x",
        "&#x41;",
        "日本",
        "\u202e",
        "{: onclick=x}",
        "--8<--",
        "<pre>",
        "</div>",
    ),
    *("<!--", "<?php", "[a]: /x 'y'\n", "===\n", "data:", "wzxhzdk:0"),
)


@given(st.lists(st.sampled_from(_PIECES), max_size=30).map("".join))
def test_the_markdown_of_the_page_leaves_a_rendered_note_as_it_is(note: str) -> None:
    page = f'<div class="dg">{render_note(note)}</div>'
    assert markdown.markdown(page, extensions=[*_EXTENSIONS, "fenced_code"]) == page


@given(st.text(st.sampled_from("<>[]()!*`#\"' =javscript:onclick\n&;/|-.%\\"), max_size=80))
def test_notes_are_one_line_without_foreign_tags_or_addresses(note: str) -> None:
    html = render_note(note)
    assert "\n" not in html
    known = "p|br|hr|em|strong|code|pre|blockquote|ul|ol|li|a|img|h[2-6]|table|thead|tbody|tr|th|td"
    assert not re.search(rf"<(?!/?(?:{known})\b)", html)
    for address in re.findall(r'(?:href|src)="([^"]*)"', html):
        assert re.match(r"https?://|#|/(?![/\\])", address), address


def test_the_longest_note_is_rendered_in_reasonable_time() -> None:
    most = MAX_LENGTHS["note"]
    for worst in ("[", "![", "&", "[a](", "*a ", ">"):
        started = perf_counter()
        render_note((worst * most)[:most])
        assert perf_counter() - started < 10
