"""Places on the map: related papers are near each other, and only what has to move moves."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import replace
from importlib import metadata

import pytest

pytest.importorskip("sklearn", reason="the map needs the extra")

from threadpoolctl import threadpool_limits

from generator.catalog.map.places import EXTENT, FEWEST_PAPERS, Place, Places, find_places
from generator.catalog.related.vectors import PaperText
from generator.errors import DigestifError
from tests.catalog.older_processor import older_processor

SUBJECTS = (
    "robot arm grasp manipulation gripper policy",
    "language model prompt token decoder pretraining",
    "video diffusion generation frames image synthesis",
)
#: Papers between two milestones, so that some are no anchors and a few more make no new ones.
COUNT = 60


def paper(number: int, words: str = "") -> PaperText:
    drawn = random.Random(number)  # the papers must be the same in each run
    subject = SUBJECTS[number % len(SUBJECTS)].split()
    text = words or " ".join(drawn.choices(subject, k=12))
    return PaperText(key=f"2501.{number:05}", day=number, title=text[:40], abstract=text)


PAPERS = tuple(map(paper, range(COUNT)))


@pytest.fixture(scope="module")
def found() -> tuple[dict[str, Place], Places]:
    return find_places(PAPERS)


def test_papers_of_the_same_subject_are_near_each_other(found: tuple[dict[str, Place], Places]) -> None:
    at = [place for place in found[0].values() if place]
    assert len(at) == COUNT
    assert all(0 <= coordinate <= EXTENT for place in at for coordinate in place)
    same = 0
    for row, (x, y) in enumerate(at):
        others = [other for other in range(COUNT) if other != row]
        nearest = min(others, key=lambda other: (at[other][0] - x) ** 2 + (at[other][1] - y) ** 2)
        same += nearest % len(SUBJECTS) == row % len(SUBJECTS)
    assert same >= 0.95 * COUNT


def test_an_older_processor_finds_the_same_places() -> None:
    """Many of these papers have no word in common, and numpy sorts equal distances in another order there."""
    program = (
        "from tests.catalog.test_map_places import SUBJECTS, find_places, paper, random\n"
        "texts = [' '.join(random.Random(n).choices(' '.join(SUBJECTS).split(), k=3)) for n in range(110)]\n"
        "print(find_places([paper(n, text) for n, text in enumerate(texts)])[0])"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program], env=os.environ | variables, capture_output=True, text=True, check=True
        ).stdout
        for variables in ({}, older_processor())
    }
    assert len(found) == 1


def test_new_papers_move_no_other(found: tuple[dict[str, Place], Places]) -> None:
    more = find_places((*PAPERS, paper(COUNT), paper(COUNT + 1)))[0]
    assert len(more) == COUNT + 2
    assert {key: more[key] for key in found[0]} == found[0]


def test_a_correction_moves_only_the_paper_itself_unless_it_is_an_anchor(
    found: tuple[dict[str, Place], Places],
) -> None:
    corrected = paper(COUNT - 1, "language model prompt token")
    after = find_places((*PAPERS[:-1], corrected))[0]
    assert {key for key in after if after[key] != found[0][key]} == {corrected.key}


def test_the_cache_changes_nothing(found: tuple[dict[str, Place], Places]) -> None:
    assert find_places(PAPERS, found[1]) == found
    papers = (*PAPERS[1:-1], paper(COUNT - 1, "video frames"), paper(COUNT))
    assert find_places(papers, found[1]) == find_places(papers)


def test_more_threads_give_the_same_places(found: tuple[dict[str, Place], Places]) -> None:
    with threadpool_limits(2):
        assert find_places(PAPERS) == found


def test_papers_without_known_words_have_no_place(found: tuple[dict[str, Place], Places]) -> None:
    unknown = replace(paper(COUNT), title="", abstract="")
    after = find_places((*PAPERS, unknown))[0]
    assert after.pop(unknown.key) is None
    assert after == found[0]


def test_few_papers_have_no_map() -> None:
    assert find_places(PAPERS[: FEWEST_PAPERS - 1])[0] == {}
    assert len(find_places(PAPERS[:FEWEST_PAPERS])[0]) == FEWEST_PAPERS
    assert find_places(())[0] == {}


def test_papers_that_are_all_the_same_have_places() -> None:
    same = tuple(replace(PAPERS[0], key=f"2501.{number:05}") for number in range(FEWEST_PAPERS))
    assert None not in find_places(same)[0].values()


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    with pytest.raises(DigestifError) as raised:
        find_places(PAPERS)
    assert str(raised.value) == (
        "The map needs scikit-learn, which is not installed\n"
        "  run: pip install 'digestif[map]', or remove map from mkdocs.yml"
    )


def test_a_damaged_installation_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "sklearn"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(DigestifError) as raised:
        find_places(PAPERS)
    assert str(raised.value).startswith("The map needs scikit-learn, which is installed, but cannot be imported: ")
    assert str(raised.value).endswith(
        "run: pip install --force-reinstall 'digestif[map]', or remove map from mkdocs.yml"
    )
