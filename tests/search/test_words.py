"""The index, in Python, and the query, in the browser, split a text into the same words."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page

from generator.text.search_words import all_words, id_word, name_words, other_spellings, words

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "search" / "words.yml").read_text(encoding="utf-8"))
# Letters, accents, digits and symbols of many scripts, and the characters that have rules.
ODD = "aZ0.,×x+#*-'’_/ éßŁøıςΣγΓ检ーがم١हिक한ﬁ²½Ⅳ\u0301🤗\u00ad\u200b"


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_words_of_a_text(case: dict[str, object]) -> None:
    assert words(str(case["text"])) == case["words"]


@pytest.mark.browser
def test_the_browser_finds_the_same_words(page: Page, address: str) -> None:
    texts = [str(case["text"]) for case in CASES]
    texts += [a + b + c for a in ODD for b in ODD for c in "a0. é"]
    page.goto(f"{address}/about/")
    made = page.evaluate(
        """async ([module, texts]) => { const { allWords } = await import(module); return texts.map(allWords) }""",
        [f"{address}/assets/javascripts/search-words.js", texts],
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


def test_compounds_are_indexed_joined_and_split() -> None:
    text = "Self-Supervised FlashAttention with LoRA and ConvLLaVA"
    assert other_spellings(text) == ["selfsupervised", "flash", "attention"]


def test_names_and_identifiers_are_marked() -> None:
    assert name_words("José Muñoz") == ["qzjose", "qzmunoz"]
    assert id_word("10.1145/3292500.3330701") == "qi10114532925003330701"
    assert id_word("hep-th/9901001") == "qihepth9901001"
