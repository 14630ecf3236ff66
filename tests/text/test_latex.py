import json
import re
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.text.clean import unwrap
from generator.text.markup.latex import repair_latex
from generator.text.repairs import Repair, Replacement, apply_replacements, undo_repairs
from tests.text.text_cases import SHARED, Case, needs_shared, read_cases

_WORDS = r"times sim rightarrow chi^2 https://a.b/ `` '' \emph{ \textbf{ textit{ \url{ \alpha \times \% \$ \"o \'{e}"
_TEX = st.lists(st.sampled_from([*"\\{}$~^`'\"%( )azé27.\n", "{\\it ", *_WORDS.split()]), max_size=30).map("".join)


@pytest.mark.parametrize("case", read_cases("latex", fields={"text", "repaired"}))
def test_text_with_one_reading_is_repaired_and_nothing_else(case: Case) -> None:
    text = case["text"]
    repaired, repairs = repair_latex(text, field="title")
    assert repaired == case.get("repaired", text)
    assert undo_repairs(repaired, repairs) == text
    assert all(repair.field == "title" for repair in repairs)
    assert repair_latex(repaired) == (repaired, ())


def test_a_repair_has_its_place_in_the_repaired_text() -> None:
    assert repair_latex("up to 2.68times and 80%sim95%", field="abstract") == (
        "up to 2.68× and 80%∼95%",
        (
            Repair(at=10, was="times", now="×", field="abstract"),
            Repair(at=19, was="sim", now="∼", field="abstract"),
        ),
    )


@given(_TEX | st.text())
@example("\\emph{\\textbf{}}\\%")
@example("\\emph{2}times \\emph{3}sim4")
def test_every_repair_can_be_undone_and_a_second_pass_finds_nothing(text: str) -> None:
    repaired, repairs = repair_latex(text)
    assert undo_repairs(repaired, repairs) == text
    assert repair_latex(repaired) == (repaired, ())


def test_repairs_of_another_text_are_not_undone() -> None:
    with pytest.raises(ValueError, match=r"^no '×' at character 3$"):
        undo_repairs("2 times", [Repair(at=3, was="times", now="×")])


def test_of_overlapping_replacements_the_first_and_longest_is_made() -> None:
    spans = [(1, 2, "x"), (0, 2, "y"), (0, 1, "z")]
    replacements = [Replacement(start=start, end=end, now=now) for start, end, now in spans]
    assert apply_replacements("abc", replacements) == ("yc", (Repair(at=0, was="ab", now="y"),))


def _seed_texts() -> Iterator[str]:
    seed = (SHARED / "seed" / "daily-papers-jul-31.txt").read_text(encoding="utf-8")
    yield from [block.strip() for block in re.split(r"\n\s*\n", seed) if block.strip()][6:]


def _sample_texts() -> Iterator[str]:
    for file in sorted((SHARED / "samples" / "hf-daily").glob("2024-0*.json")):
        for entry in json.loads(file.read_text(encoding="utf-8")):
            yield entry["paper"]["title"]
            yield entry["paper"]["summary"]


@needs_shared
def test_every_repair_of_the_seed_is_listed() -> None:
    texts = list(_seed_texts())
    assert len(texts) == 206
    damages = []
    for text in texts:
        repaired, repairs = repair_latex(text)
        assert undo_repairs(repaired, repairs) == text
        assert repair_latex(repaired) == (repaired, ())
        damages += [repair.was for repair in repairs]
    assert sorted(damages) == sorted(
        ["observation times action", "observation times observation", "sim", '\\"i', "chi^2"]
        + ["times"] * 3
        + ["rightarrow"] * 5
        + ["``", "''"] * 3
        + ["~"] * 5
        + ["\\%"] * 11
        + ["\\url{https://github.com/YookiTong/Learn-from-Mistakes-CotErrorSet}"]
    )


@needs_shared
def test_formulas_of_real_papers_are_not_changed() -> None:
    for text in _sample_texts():
        repaired, repairs = repair_latex(unicodedata.normalize("NFC", unwrap(text)))
        assert undo_repairs(repaired, repairs) == unicodedata.normalize("NFC", unwrap(text))
        assert repaired.count("$") == text.count("$")
