"""Phrases are found in every spelling that means the same, and nowhere else."""

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
    ],
)
def test_a_phrase_is_not_found_across_sentences_nor_inside_words(phrase: str, text: str) -> None:
    assert not PhraseList([phrase]).find(comparable_words(text))


def test_a_number_with_a_point_ends_no_sentence() -> None:
    assert [word.word for word in split_words("Gains 1.5 points. End")] == ["gain", "1", "5", "point", "", "end"]


def test_places_are_those_of_the_text() -> None:
    text = "Über fine-tuned LLMs."
    assert [text[word.start : word.end] for word in split_words(text)] == ["Über", "fine-tuned", "LLMs", "."]


@given(
    st.lists(st.sampled_from(["fine", "Multi", "pre", "over", "tuned", "1", "é", "-", " ", " ", ".", "\n"])).map(
        "".join
    )
)
def test_words_are_the_same_with_places_and_without(text: str) -> None:
    words = split_words(text)
    assert [word.word for word in words] == comparable_words(text)
    assert all(before.end <= after.start for before, after in pairwise(words))
    assert [word_of(text[word.start : word.end]) for word in words if word.word] == [
        word.word for word in words if word.word
    ]


def test_the_comparable_form_is_the_same_for_itself() -> None:
    for word in ("analysis", "bias", "loss", "corpus", "has", "gans", "queries", "optimised", "Ä"):
        assert comparable(comparable(word)) == comparable(word)
    assert phrase_form("Introduce ... benchmarks") == "introduce ... benchmark"
    assert phrase_form("...") == ""
