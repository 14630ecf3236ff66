from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.markup.formulas import find_formulas
from generator.text.markup.math import paragraphs_html, plain, prose_html, prose_pieces


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('a < b & "c"', "a &lt; b &amp; &quot;c&quot;"),
        ("costs $0.031, $5 or \\$6", "costs $0.031, $5 or $6"),
        ("$x$", '<math display="inline"><mrow><mi>x</mi></mrow></math>'),
        ("\\(x\\)", '<math display="inline"><mrow><mi>x</mi></mrow></math>'),
        ("$$x$$", '<math display="block"><mrow><mi>x</mi></mrow></math>'),
        ("$2\\times$ more", '<math display="inline"><mrow><mn>2</mn><mo>×</mo></mrow></math> more'),
        ("$\\unknown x$", "<code>$\\unknown x$</code>"),
        ("$\\href{javascript:alert(1)}{x}$", "<code>$\\href{javascript:alert(1)}{x}$</code>"),
        ("$\\style{x:y}{z}$", "<code>$\\style{x:y}{z}$</code>"),
        ("$\\hspace{999cm}$", "<code>$\\hspace{999cm}$</code>"),
        ("$x^$", "<code>$x^$</code>"),
        ("$\\text{<script>}$", '<math display="inline"><mrow><mtext>&lt;script&gt;</mtext></mrow></math>'),
        ("a\nb", "a b"),
        ("see https://a.b/", "see https://a.b/"),
        ("\u202eabc", "<bdi>\u202eabc</bdi>"),
        ("", ""),
    ],
)
def test_inline_prose(text: str, html: str) -> None:
    assert prose_html(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one\ntwo\n \n three\n", "<p>one two</p><p>three</p>"),
        (
            "at https://a.b/c?d&e).",
            '<p>at <a href="https://a.b/c?d&amp;e" rel="nofollow noopener">https://a.b/c?d&amp;e</a>).</p>',
        ),
        ("at https://u@a.b/", "<p>at https://u@a.b/</p>"),
        ("\n", ""),
    ],
)
def test_paragraphs(text: str, html: str) -> None:
    assert paragraphs_html(text) == html


@pytest.mark.parametrize("tex", ["{" * 500 + "x" + "}" * 500, "x_" * 400, "\\left(" * 200, "\\frac" * 200, "x" * 2000])
def test_formulas_too_deep_or_long_are_shown_as_they_are(tex: str) -> None:
    assert f"${tex}$" in unescape(prose_html(f"${tex}$"))


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("$5 and $6", []),
        ("$5-$6", []),
        ("at 4$ an hour", []),
        ("$3 million, or 50$", []),
        ("$2 \\times 3$", ["2 \\times 3"]),
        ("$k$-NN in $\\$5$", ["k", "\\$5"]),
        ("$a\n\nb$", []),
        ("\\$5 and $x$", ["x"]),
    ],
)
def test_formulas_and_money(text: str, formulas: list[str]) -> None:
    assert [formula.tex for formula in find_formulas(text)] == formulas


def test_plain_text_has_no_tex_and_keeps_money() -> None:
    assert plain("a $x<y$ for \\$5") == "a x < y for $5"
    assert plain("costs $0.031, or $5 and $6") == "costs $0.031, or $5 and $6"


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\alpha", "α"),
        (r"\pi_{0.5}", "π₀.₅"),
        (r"\mathcal{O}(n \log n)", "𝒪(n log n)"),
        (r"\mathbb{R}^d", "ℝᵈ"),
        (r"10^{-3}", "10⁻³"),
        (r"x^{QD}_i", "xᵢ^(QD)"),
        (r"\frac{a+b}{2}", "(a + b)/2"),
        (r"\sqrt{n}", "√n"),
        (r"\sqrt[3]{n+1}", "³√(n + 1)"),
        (r"\binom{n}{k}", "(n k)"),
        (r"\hat{x}", "x\u0302"),
        (r"f'(x)", "f′(x)"),
        (r"2\times", "2×"),
        (r"16 \times 16", "16 × 16"),
        (r"-3", "−3"),
        (r"90^\circ", "90°"),
        (r"\sum_{i=1}^n x_i", "∑ᵢ₌₁ⁿxᵢ"),
        (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "(a b; c d)"),
        (r"\text{Flow}^2", "Flow²"),
        (r"\unknown x", r"$\unknown x$"),
    ],
)
def test_plain_text_writes_formulas_in_unicode(tex: str, text: str) -> None:
    assert plain(f"On ${tex}$") == f"On {text}"


class _Reader(HTMLParser):
    """What a browser would make of a page's text: its tags and words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


_NAUGHTY = st.lists(
    st.sampled_from(["<script>", "</p>", "$", "\\(", "\\)", "\\text{", "}", "&lt;", "&#60;", "https://a.b/", '"', "'"])
    | st.sampled_from(
        [" onclick=x", "\\href{javascript:x}{", "\\unicode{x3c}", "x", "^", "<!--", "-->", "]]>", "\n\n", " "]
    )
).map("".join)


@given(_NAUGHTY | st.text())
def test_nothing_but_our_own_tags_comes_out(text: str) -> None:
    html = paragraphs_html(text)
    page = _Reader(html)
    assert "\n" not in html
    assert page.tags <= {"p", "a", "bdi", "code", "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "msup", "msub"}
    assert page.attributes <= {"href", "rel", "display", "stretchy", "fence", "form", "accent", "width"}


@given(st.text(st.characters(exclude_characters="$\\\r", exclude_categories=["Cs", "Cc"])))
def test_text_without_formulas_is_shown_letter_for_letter(text: str) -> None:
    assert "".join(_Reader(prose_html(text)).words) == text


@pytest.mark.parametrize("text", ["Plain text.", "It costs $0.031 each.", "a \\ b", ""])
def test_text_without_formulas_has_no_pieces(text: str) -> None:
    assert prose_pieces(text) is None


def test_pieces_are_text_and_formulas() -> None:
    pieces = prose_pieces(r"Of $x$ for \$5 and $\undefinedmacro{$.") or ()
    assert [piece if isinstance(piece, str) else piece[1] for piece in pieces] == [
        "Of ",
        "$x$",
        " for $5 and ",
        r"$\undefinedmacro{$",
        ".",
    ]
    assert pieces[1][0].startswith("<math")
    assert pieces[3][0] == ""


@given(st.text(alphabet="ab $\\{}^_2().\n", max_size=60))
def test_pieces_have_all_of_the_text(text: str) -> None:
    pieces = prose_pieces(text)
    joined = text if pieces is None else "".join(piece if isinstance(piece, str) else piece[1] for piece in pieces)
    assert joined.replace("\\", "").replace("\n", " ") == text.replace("\\", "").replace("\n", " ")
