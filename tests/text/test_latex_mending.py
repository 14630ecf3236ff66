import json
import re
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.text.clean import unwrap
from generator.text.latex import mend
from generator.text.repairs import Repair, Spot, repair_spots, undo_repairs
from tests.text.text_cases import SHARED, Case, needs_shared, read_cases

_WORDS = r"times sim rightarrow chi^2 https://a.b/ `` '' \emph{ \textbf{ textit{ \url{ \alpha \times \% \$ \"o \'{e}"
_TEX = st.lists(st.sampled_from([*"\\{}$~^`'\"%( )azé27.\n", "{\\it ", *_WORDS.split()]), max_size=30).map("".join)


@pytest.mark.parametrize("case", read_cases("latex", fields={"text", "mended"}))
def test_mends_what_has_one_reading_and_nothing_else(case: Case) -> None:
    text = case["text"]
    mended, repairs = mend(text, field="title")
    assert mended == case.get("mended", text)
    assert undo_repairs(mended, repairs) == text
    assert all(repair.field == "title" for repair in repairs)
    assert mend(mended) == (mended, ())


def test_a_repair_says_where_it_stands_in_the_mended_text() -> None:
    assert mend("up to 2.68times and 80%sim95%", field="abstract") == (
        "up to 2.68× and 80%∼95%",
        (
            Repair(at=10, was="times", now="×", field="abstract"),
            Repair(at=19, was="sim", now="∼", field="abstract"),
        ),
    )


@given(_TEX | st.text())
@example("\\emph{\\textbf{}}\\%")
@example("\\emph{2}times \\emph{3}sim4")
def test_every_repair_can_be_undone_and_a_second_mending_finds_nothing(text: str) -> None:
    mended, repairs = mend(text)
    assert undo_repairs(mended, repairs) == text
    assert mend(mended) == (mended, ())


def test_undoing_refuses_repairs_of_another_text() -> None:
    with pytest.raises(ValueError, match=r"^no '×' at character 3$"):
        undo_repairs("2 times", [Repair(at=3, was="times", now="×")])


def test_of_overlapping_spots_the_first_and_longest_is_mended() -> None:
    spots = [Spot(start=1, end=2, now="x"), Spot(start=0, end=2, now="y"), Spot(start=0, end=1, now="z")]
    assert repair_spots("abc", spots) == ("yc", (Repair(at=0, was="ab", now="y"),))


def _seed_texts() -> Iterator[str]:
    seed = (SHARED / "seed" / "daily-papers-jul-31.txt").read_text(encoding="utf-8")
    yield from [block.strip() for block in re.split(r"\n\s*\n", seed) if block.strip()][6:]


def _sample_texts() -> Iterator[str]:
    for file in sorted((SHARED / "samples" / "hf-daily").glob("2024-0*.json")):
        for entry in json.loads(file.read_text(encoding="utf-8")):
            yield entry["paper"]["title"]
            yield entry["paper"]["summary"]


@needs_shared
def test_what_differs_from_the_seed_is_listed() -> None:
    texts = list(_seed_texts())
    assert len(texts) == 206
    spots = []
    for text in texts:
        mended, repairs = mend(text)
        assert undo_repairs(mended, repairs) == text
        assert mend(mended) == (mended, ())
        spots += [repair.was for repair in repairs]
    assert sorted(spots) == sorted(
        ["observation times action", "observation times observation", "sim", '\\"i', "chi^2"]
        + ["times"] * 3
        + ["rightarrow"] * 5
        + ["``", "''"] * 3
        + ["~"] * 5
        + ["\\%"] * 11
        + ["\\url{https://github.com/YookiTong/Learn-from-Mistakes-CotErrorSet}"]
    )


@needs_shared
def test_proper_latex_is_sound() -> None:
    for text in _sample_texts():
        mended, repairs = mend(unicodedata.normalize("NFC", unwrap(text)))
        assert undo_repairs(mended, repairs) == unicodedata.normalize("NFC", unwrap(text))
        assert mended.count("$") == text.count("$")
