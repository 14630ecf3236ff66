"""The index, in Python, and the query, in the browser, split a text into the same words."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page

from generator.text.search_terms import stem_of, term_of
from generator.text.search_words import all_words, id_word, joined_words, name_words, wanted_name_words, words

_FOLDER = Path(__file__).parents[1] / "cases" / "search"
CASES = yaml.safe_load((_FOLDER / "words.yml").read_text(encoding="utf-8"))
TERMS = yaml.safe_load((_FOLDER / "terms.yml").read_text(encoding="utf-8"))
ENDINGS = (
    "s", "es", "ies", "ing", "ed", "er", "e", "ise", "ised", "isation", "ization", "our", "ours", "lled", "ling",
    "en", "ern", "ями", "ость", "ات", "ه", "re", "ogue", "ence", "us", "is", "as", "ss", "ches", "2", "2d5",
)  # fmt: skip
# Letters, accents, digits and symbols of many scripts, and the characters that have rules.
ODD = "aZ0.,×x+#*-'’_/ éßŁøıςΣγΓ检ーがم١हिक한ﬁ²½Ⅳ\u0301\u3099🤗\u00ad\u200b"


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_words_of_a_text(case: dict[str, object]) -> None:
    assert words(str(case["text"])) == case["words"]


@pytest.mark.browser
def test_the_browser_finds_the_same_words(page: Page, address: str) -> None:
    texts = [str(case["text"]) for case in CASES]
    texts += [a + b + c for a in ODD for b in ODD for c in "a0. é"]
    page.goto(f"{address}/about/")
    made = page.evaluate(
        """async ([folder, texts]) => {
          await import(`${folder}/search-scripts.js`)
          const { allWords } = await import(`${folder}/search-words.js`)
          return texts.map(allWords)
        }""",
        [f"{address}/assets/javascripts", texts],
    )
    different = {
        text: (all_words(text), theirs) for text, theirs in zip(texts, made, strict=True) if all_words(text) != theirs
    }
    assert different == {}


@given(st.text())
def test_words_are_letters_and_digits_in_lower_case(text: str) -> None:
    assert all(word.isalnum() and word == word.lower() for word in all_words(text))


@given(st.text(), st.text())
def test_words_of_two_texts_are_the_words_of_each(one: str, other: str) -> None:
    assert all_words(f"{one}\n{other}") == all_words(one) + all_words(other)


@pytest.mark.parametrize("case", TERMS, ids=[case["why"] for case in TERMS])
def test_terms_of_words(case: dict[str, list[str]]) -> None:
    if "same" in case:
        assert len(set(map(term_of, case["same"]))) == 1
    elif "forms" in case:
        assert len({stem_of(term_of(word)) for word in case["forms"]}) == 1
    else:
        assert len(set(map(term_of, case["different"]))) == len(case["different"])
        assert len({stem_of(term_of(word)) for word in case["different"]}) == len(case["different"])


@pytest.mark.browser
def test_the_browser_finds_the_same_terms(page: Page, address: str) -> None:
    cases = [word for case in TERMS for words in case.values() if isinstance(words, list) for word in words]
    starts = "model categor optim behavi stopp fib catal o cach λόγο 检 модел شبك sprachmodell"
    asked = [*cases, *(start + ending for start in starts.split() for ending in ENDINGS)]
    page.goto(f"{address}/about/")
    made = page.evaluate(
        """async ([folder, words]) => {
          await import(`${folder}/search-scripts.js`)
          const { termOf } = await import(`${folder}/search-words.js`)
          const { stemOf } = await import(`${folder}/search-forms.js`)
          return words.map((word) => [termOf(word), stemOf(termOf(word))])
        }""",
        [f"{address}/assets/javascripts", asked],
    )
    ours = [[term_of(word), stem_of(term_of(word))] for word in asked]
    assert {word: pair for word, pair, theirs in zip(asked, ours, made, strict=True) if pair != theirs} == {}


@given(st.text(alphabet="abeginorstuyz", min_size=1))
def test_the_term_of_a_term_is_itself_or_a_word(word: str) -> None:
    assert term_of(word)
    assert stem_of(term_of(word))


def test_compounds_are_indexed_joined_and_split() -> None:
    assert joined_words("Self-Supervised") == [("selfsupervised", ["self", "supervised"])]
    assert joined_words("text-to-image") == [("texttoimage", ["text", "image"])]
    assert joined_words("FlashAttention") == [("flashattention", ["flash", "attention"])]
    assert joined_words("LoRA") == joined_words("attention") == joined_words("检索-增强") == []


@pytest.mark.parametrize("text", ["W" * 2_000_000, "(" * 2_000_000 + "1", "é" * 2_000_000])
def test_a_text_of_one_long_word_is_read_once(text: str) -> None:
    """A saved search and an abstract of one word of 49,000 letters kept a build busy for minutes; this took a day."""
    assert joined_words(text) == []


def test_names_and_identifiers_are_marked() -> None:
    assert name_words("José Muñoz") == wanted_name_words("José Muñoz") == ["jose@", "munoz@"]
    assert name_words("王 小明") == name_words("王小明") == ["王小明@", "小明@", "明@"]
    assert wanted_name_words("王 小明") == ["王小明@"]
    assert name_words("فاطمة") == wanted_name_words("فاطمه")
    assert id_word("10.1145/3292500.3330701") == "#10114532925003330701"
    assert id_word("hep-th/9901001") == "#hepth9901001"
