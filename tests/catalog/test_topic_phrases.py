"""Phrases are found in all spellings of the same words, and in no other words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.catalog.topics.phrases import PhraseList, comparable, comparable_words, phrase_form, split_words, word_of


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("fine-tuning", "Fine tuning"),
        ("fine-tuning", "finetuning"),
        ("multi-modal model", "MULTIMODAL models"),
        ("semi-supervised", "semi supervised"),
        ("policy", "policies"),
        ("quantisation", "quantizations"),
        ("labelled", "labeled"),
        ("naïve Bayes", "naive bayes"),
        ("trajector*", "trajectories"),
        ("hallucinat*", "hallucinated"),
        ("introduce ... benchmark", "introduce a benchmark"),
        ("introduce ... benchmark", "introduces one very large new benchmark"),
        ("chain of thought", "chain-of-thought"),
        ("qwen2.5", "Qwen2.5-VL"),
        ("vision language model", "vision–language models~(VLMs)"),
        ("C++", "c++"),
    ],
)
def test_a_phrase_is_found_in_other_spellings(phrase: str, text: str) -> None:
    assert PhraseList([phrase]).find(comparable_words(text))


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("deep learning", "deep. Learning"),
        ("introduce ... benchmark", "introduce one two three four five benchmark"),
        ("introduce ... benchmark", "introduce a dataset. The benchmark"),
        ("over time", "overtime"),
        ("art", "start"),
        ("bias", "bia"),
        ("trajector*", "a traject"),
        ("news", "a new method"),
        ("gps", "a GP prior"),
        ("dynamics", "a dynamic scene"),
        ("semantics", "semantic segmentation"),
        ("sars", "SAR images"),
        ("k means", "k mean"),
    ],
)
def test_a_phrase_is_not_found_across_sentences_or_within_words(phrase: str, text: str) -> None:
    assert not PhraseList([phrase]).find(comparable_words(text))


def test_a_decimal_point_does_not_end_a_sentence() -> None:
    assert [word.word for word in split_words("Gains 1.5 points. End")] == ["gain", "1", "5", "point", "", "end"]


def test_words_have_their_spans_in_the_text() -> None:
    text = "Über fine-tuned LLMs."
    assert [text[word.start : word.end] for word in split_words(text)] == ["Über", "fine-tuned", "LLMs", "."]


@given(
    st.lists(st.sampled_from(["fine", "Multi", "pre", "over", "tuned", "1", "é", "-", " ", " ", ".", "\n"])).map(
        "".join
    )
)
def test_words_are_the_same_with_and_without_spans(text: str) -> None:
    words = split_words(text)
    assert [word.word for word in words] == comparable_words(text)
    assert all(before.end <= after.start for before, after in pairwise(words))
    assert [word_of(text[word.start : word.end]) for word in words if word.word] == [
        word.word for word in words if word.word
    ]


def test_a_comparable_form_does_not_change_again() -> None:
    for word in ("analysis", "bias", "loss", "corpus", "has", "gans", "queries", "optimised", "Ä"):
        assert comparable(comparable(word)) == comparable(word)
    assert phrase_form("Introduce ... benchmarks") == "introduce ... benchmark"
    assert phrase_form("...") == ""
