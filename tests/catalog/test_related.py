"""Related papers: similar, explained, without duplicates, and the same after incremental and clean builds."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from generator.catalog.related import cell_search, cells, finder, neighbours
from generator.catalog.related import vectors as text_vectors
from generator.catalog.related.cells import Cells, draw_papers
from generator.catalog.related.finder import Related, find_related
from generator.catalog.related.moved_state import changed_words
from generator.catalog.related.state import RelatedState, dump_state, load_state
from generator.catalog.related.telling_words import telling_words
from generator.catalog.related.vectors import PaperText, Vectors, milestone, sample_rows

REASONS = yaml.safe_load((Path(__file__).parents[1] / "cases/related/reasons.yml").read_text(encoding="utf-8"))
SUBJECTS = (
    "robot arm grasping manipulation gripper",
    "speech voice audio phoneme recognition",
    "graph node edge spectral embedding",
    "diffusion image denoising sampler synthesis",
)
FILLER = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "sigma")


def paper(number: int, *, salt: int = 0) -> PaperText:
    """Make a paper about one of four subjects, with some words that few papers share."""
    chance = random.Random(f"{number} {salt}")
    subject = SUBJECTS[number % 4].split()
    words = [chance.choice(subject) for _ in range(12)] + [chance.choice(FILLER) for _ in range(6)]
    chance.shuffle(words)
    title = f"{subject[0]} {chance.choice(FILLER)} {chance.choice(FILLER)} number{number}"
    return PaperText(key=f"p{number:03d}", day=number // 3, title=title, abstract=" ".join(words))


def archive(count: int) -> list[PaperText]:
    return [paper(number) for number in range(count)]


def one_topic(papers: list[PaperText]) -> dict[str, tuple[str, ...]]:
    return {one.key: ("all",) for one in papers}


def arrays(state: RelatedState) -> list[bytes]:
    words = state.vectors.words
    parts = (state.vectors.subjects, words.indices, words.data, words.indptr, state.drawn, state.near, state.dots)
    return [part.tobytes() for part in (*parts, state.chosen, state.reasons)]


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_archives_of_few_papers_work(count: int) -> None:
    related, _ = find_related(archive(count), {})
    assert sorted(related) == [f"p{number:03d}" for number in range(count)]
    assert all(one.key != key for key, found in related.items() for one in found)


def test_papers_without_words_have_no_related_papers() -> None:
    papers = [PaperText(key=key, day=1, title="…", abstract="") for key in "ab"]
    assert find_related([*papers, paper(0), paper(4)], {})[0]["a"] == ()


def test_related_papers_are_about_the_same_subject_and_at_most_five() -> None:
    related, _ = find_related(archive(60), {})
    for key, found in related.items():
        assert 0 < len(found) <= 5
        assert {int(one.key[1:]) % 4 for one in found} == {int(key[1:]) % 4}
        assert [one.similarity for one in found] == sorted((one.similarity for one in found), reverse=True)
        assert all(0 < one.similarity <= 1 for one in found)


def test_the_explanation_has_shared_topics_in_order_and_shared_words_as_written() -> None:
    papers = [
        PaperText(key="one", day=1, title="Fine-tuning VLMs for reefs", abstract="Fine-tuning on corals."),
        PaperText(key="two", day=1, title="Fine-tuning VLMs on corals", abstract="Reefs and more reefs."),
        PaperText(key="off", day=1, title="Bread", abstract="Flour and water."),
    ]
    related, _ = find_related(papers, {"one": ("a", "b", "c"), "two": ("c", "x", "a")})
    (found,) = related["one"]
    assert found == Related(
        key="two", similarity=found.similarity, topics=("a", "c"), words=("fine-tuning", "VLMs", "reefs")
    )
    assert related["off"] == ()


def test_a_duplicate_title_is_not_related_and_of_two_duplicates_only_the_nearer_one_is() -> None:
    base = archive(40)
    duplicate = replace(base[0], key="zz-duplicate", title=base[0].title.upper() + "!")
    related, _ = find_related([*base, duplicate], one_topic([*base, duplicate]))
    assert "zz-duplicate" not in {one.key for one in related["p000"]}
    assert "p000" not in {one.key for one in related["zz-duplicate"]}
    for found in related.values():
        assert {"p000", "zz-duplicate"} - {one.key for one in found}


def test_equally_similar_papers_are_in_the_order_of_keys() -> None:
    text = "corals of the reef, algae, sponges, bleaching of corals and reefs, warming seas"
    same = [PaperText(key=key, day=1, title="Coral reefs and algae", abstract=f"{key * 5} {text}") for key in "dbca"]
    same = [replace(paper, title=f"{paper.title} {paper.key * 4} {paper.key * 6}") for paper in same]
    related, _ = find_related(same, one_topic(same))
    assert [one.key for one in related["b"]] == ["a", "c", "d"]


def test_the_order_of_papers_and_the_size_of_chunks_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    papers = archive(70)
    related, state = find_related(papers, {})
    shuffled = list(papers)
    random.Random(3).shuffle(shuffled)
    monkeypatch.setattr(neighbours, "CHUNK", 200)
    monkeypatch.setattr(neighbours, "_GROUP", 2)
    again, other = find_related(shuffled, {})
    assert again == related
    assert arrays(other) == arrays(state)


def test_the_nearest_rows_are_those_of_a_plain_search() -> None:
    chance = np.random.default_rng(5)
    subjects = chance.integers(-40, 41, size=(300, 6)).astype(np.float32)
    words = np.where(chance.random((300, 50)) < 0.05, chance.integers(1, 60, size=(300, 50)), 0).astype(np.float32)
    vectors = Vectors(subjects=subjects, words=csr_matrix(words))
    near, dots = neighbours.nearest_rows(vectors, np.arange(300), 12)
    products = (subjects @ subjects.T + words @ words.T).astype(int)
    for row in range(300):
        others = sorted((-products[row, other], other) for other in range(300) if other != row)
        expected = [(other, -value) for value, other in others[:12] if value < 0]
        assert list(zip(near[row].tolist(), dots[row].tolist(), strict=True))[: len(expected)] == expected


@pytest.mark.parametrize("chunk", [50, 16_000_000])
def test_in_a_large_archive_the_nearest_papers_are_those_of_near_cells(
    monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(cells, "EXACT_UP_TO", 0)
    monkeypatch.setattr(cells, "_VISITED", 6)
    for module in (cells, cell_search):
        monkeypatch.setattr(module, "CHUNK", chunk)
    monkeypatch.setattr(neighbours, "_BATCH_IN_CELLS", 70)
    papers = archive(200)
    drawn = draw_papers(papers, range(200))
    _, state = find_related(papers, {})
    products = _products(state.vectors)
    visited = np.lexsort((np.tile(np.arange(len(drawn)), (200, 1)), -products[:, drawn]))[:, :6]
    for row in range(200):
        others = [other for other in range(200) if other != row and {*visited[other, :3]} & {*visited[row]}]
        nearest = sorted((-products[row, other], other) for other in others if products[row, other] > 0)[:12]
        found = zip((-state.dots[row]).tolist(), state.near[row].tolist(), strict=True)
        assert list(found)[: len(nearest)] == nearest
        assert (state.near[row, len(nearest) :] == -1).all()


def test_cells_lose_few_of_the_nearest_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    papers = archive(1_000)
    _, exact = find_related(papers, {})
    monkeypatch.setattr(cells, "EXACT_UP_TO", 0)
    _, found = find_related(papers, {})
    kept = [
        len({*one} & {*other}) / 5 for one, other in zip(exact.near[:, :5].tolist(), found.near.tolist(), strict=True)
    ]
    assert len(found.drawn) == 4 * 31
    assert sum(kept) / len(kept) > 0.95


def _products(vectors: Vectors) -> NDArray[np.int64]:
    words = vectors.words.toarray()
    return np.asarray(vectors.subjects @ vectors.subjects.T + words @ words.T, dtype=np.int64)


@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["add", "edit", "remove", "topic"]), st.integers(0, 60)), min_size=1, max_size=12
    ),
    most_fresh=st.sampled_from([0.3, 1.0]),
    exact_up_to=st.sampled_from([0, 31, 1_000]),
)
@settings(max_examples=120, deadline=None)
def test_an_incremental_result_has_the_same_bytes_as_a_clean_one(
    steps: list[tuple[str, int]], most_fresh: float, exact_up_to: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cells, "EXACT_UP_TO", exact_up_to)
        patch.setattr(cells, "_HOMES", 1)
        patch.setattr(cells, "_VISITED", 3)
        patch.setattr(text_vectors, "FIRST_MILESTONE", 16)
        patch.setattr(finder, "_MOST_FRESH", most_fresh)
        papers = {number: paper(number) for number in range(30)}
        topics: dict[str, tuple[str, ...]] = {paper(number).key: ("ab"[number % 2],) for number in range(0, 61, 3)}
        _, state = find_related(papers.values(), topics)
        for salt, (what, number) in enumerate(steps, 1):
            if what == "remove":
                papers.pop(number, None)
            elif what == "edit" and number in papers:
                papers[number] = paper(number, salt=salt)
            elif what == "topic":
                topics[paper(number).key] = ("a", "b")[salt % 2 :]
            else:
                papers.setdefault(number, paper(number))
            if salt % 3 == 0:
                _, state = find_related(papers.values(), topics, load_state(dump_state(state)))
        step_by_step, warm = find_related(papers.values(), topics, state)
        clean, cold = find_related(papers.values(), topics)
    assert step_by_step == clean
    assert arrays(warm) == arrays(cold)


def test_the_space_is_fitted_on_the_oldest_papers_up_to_a_milestone() -> None:
    assert [milestone(count) for count in (0, 3, 1_000, 1_499, 1_500, 10_000)] == [0, 3, 1_000, 1_000, 1_500, 7_593]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_vectors, "FIRST_MILESTONE", 10)
        assert sample_rows(archive(14)[::-1]) == list(range(13, 3, -1))
        patch.setattr(text_vectors, "MAX_SAMPLE", 5)
        drawn = sample_rows(archive(14))
        assert (len(drawn), drawn) == (5, sorted(drawn))
        assert set(drawn) <= set(range(10))


def test_a_correction_of_a_paper_outside_the_sample_keeps_the_space() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_vectors, "FIRST_MILESTONE", 16)
        patch.setattr(text_vectors, "MAX_SAMPLE", 8)
        papers = archive(20)
        _, state = find_related(papers, {})
        corrected = min(set(range(16)) - set(sample_rows(papers)))
        papers[corrected] = paper(corrected, salt=1)
        step_by_step, warm = find_related(papers, {}, state)
        clean, cold = find_related(papers, {})
    assert warm.space is state.space
    assert step_by_step == clean
    assert arrays(warm) == arrays(cold)


def test_a_correction_in_the_sample_changes_only_the_vector_of_its_paper() -> None:
    papers = archive(300)
    _, before = find_related(papers, one_topic(papers))
    papers[7] = replace(papers[7], abstract=f"{papers[7].abstract} robot grasping")
    _, after = find_related(papers, one_topic(papers), before)
    assert after.space.fingerprint != before.space.fingerprint
    for one, other in (
        (before.vectors.subjects, after.vectors.subjects),
        (before.vectors.words.toarray(), after.vectors.words.toarray()),
    ):
        assert np.flatnonzero((one != other).any(axis=1)).tolist() == [7]


def test_a_correction_in_the_sample_leaves_papers_alone_that_have_none_of_the_changed_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = [f"quark{'abcdefghij'[number // 10]}{'abcdefghij'[number % 10]}" for number in range(100)]
    papers = [replace(one, abstract=f"{one.abstract} {words[row // 3]}") for row, one in enumerate(archive(300))]
    topics = one_topic(papers)
    _, before = find_related(papers, topics)
    corrected = [*papers[:7], replace(papers[7], abstract=papers[7].abstract.replace(words[2], words[3])), *papers[8:]]
    searched: list[int] = []

    def count_rows(
        vectors: Vectors, rows: NDArray[np.int64], count: int, *, cells: Cells | None
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        assert cells is None, "an archive of this size is searched whole"
        searched.append(len(rows))
        return neighbours.nearest_rows(vectors, rows, count)

    monkeypatch.setattr(finder, "nearest_rows", count_rows)
    step_by_step, warm = find_related(corrected, topics, before)
    monkeypatch.undo()
    clean, cold = find_related(corrected, topics)
    assert changed_words(before.space, warm.space) <= {words[2], words[3]}
    assert before.space.fingerprint != warm.space.fingerprint
    assert searched[0] < 60
    assert step_by_step == clean
    assert arrays(warm) == arrays(cold)


def test_papers_with_little_in_common_are_not_related() -> None:
    papers = [
        PaperText(key="a", day=1, title="Coral reefs", abstract="Algae bleach in warming seas near the equator."),
        PaperText(key="b", day=1, title="Sourdough", abstract="Flour, water, salt and a warming oven make a loaf."),
        PaperText(key="c", day=1, title="Reefs of coral", abstract="Algae in warming seas."),
    ]
    related, _ = find_related(papers, one_topic(papers))
    assert [one.key for one in related["a"]] == ["c"]
    assert related["b"] == ()


def test_the_first_three_related_papers_need_less_similarity_than_further_ones() -> None:
    chance = random.Random(1)
    known = [*" ".join(SUBJECTS).split(), *FILLER, *(f"quark{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")]
    papers = [
        PaperText(key=f"p{number}", day=1, title=f"number{number}", abstract=" ".join(chance.sample(known, 12)))
        for number in range(60)
    ]
    related, state = find_related(papers, {})
    shown = set()
    for key, similarities in zip(state.keys, (state.dots / 4000**2).tolist(), strict=True):
        first = sum(similarity >= 0.29 for similarity in similarities[:3])
        further = sum(similarity >= 0.45 for similarity in similarities[3:5])
        assert len(related[key]) == first + further
        shown.add((first, further))
    assert shown >= {(3, 0), (3, 1), (3, 2)}


@pytest.mark.parametrize("case", REASONS, ids=lambda case: case["why"])
def test_reasons_are_phrases_and_rare_words_that_both_papers_have(case: dict[str, Any]) -> None:
    papers = [
        PaperText(key=key, day=1, title=f"{title}. {key * 4}", abstract="")
        for key, title in zip("ab", case["titles"], strict=True)
    ]
    for number in range(40 if "common" in case else 0):
        text = f"{'' if number % 3 else case['common']} filler{number} other{number} more{number}"
        papers.append(PaperText(key=f"filler{number}", day=1, title=text, abstract=""))
    related, _ = find_related(papers, one_topic(papers))
    for one, other in ("ab", "ba"):
        (found,) = [found for found in related[one] if found.key == other]
        assert list(found.words) == case["reasons"]


def test_words_that_belong_to_no_subject_explain_nothing() -> None:
    words = {
        "robot": 1,
        "odometry": 1,
        "federated": 1,
        "bridge": 0,
        "transferred": 0,
        "widely": 0,
        "entire": 0,
        "made": 0,
    }
    assert telling_words(list(words)).tolist() == list(words.values())


def test_a_space_of_many_papers_is_the_same_each_time() -> None:
    one, two = (find_related(archive(300), {})[1].space for _ in range(2))
    assert one.rarities.tobytes() == two.rarities.tobytes()
    assert (one.fingerprint, one.words, one.spellings) == (two.fingerprint, two.words, two.spellings)


def test_a_state_is_read_back_from_its_bytes_and_other_bytes_are_refused() -> None:
    _, state = find_related(archive(20), {})
    raw = dump_state(state)
    kept = load_state(raw)
    assert kept is not None
    assert arrays(kept) == arrays(state)
    assert (kept.keys, kept.fingerprints, kept.space.words) == (state.keys, state.fingerprints, state.space.words)
    assert load_state(raw[:-200]) is None
    assert load_state(b"") is None
    assert load_state(b"not an archive") is None
    assert load_state(dump_state(replace(state, near=state.near + 20))) is None
    assert load_state(dump_state(replace(state, keys=state.keys[1:]))) is None
