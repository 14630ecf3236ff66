"""What a run of the benchmark measured, a JSON file for each size of the archive.

A file is for one version of the program: figures of another one are measured again, and a run that was interrupted
goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from statistics import median

from pydantic import BaseModel, ConfigDict

#: Names of the steps, in the order of the tables. The first day after a first build also makes the copy of the site
#: that later builds reuse.
COLD, IDLE, FIRST_DAY, DAY, RECORD, SERVE = (
    "first build",
    "nothing changed",
    "first day after it",
    "one day",
    "one corrected record",
    "serve",
)


class _Figures(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Run(_Figures):
    """A finished command: wall-clock seconds, processor seconds of all its processes, peak of the largest one in MB."""

    seconds: float
    cpu: float
    memory: float


Steps = Mapping[str, tuple[Run, ...]]


class Measured(_Figures):
    """A program on one archive: runs by step, its site's files and bytes, and the bytes of the index of its search.

    ``index`` is what a reader's browser loads before the first answer, gzipped; 0 where it loads parts.
    """

    version: str
    steps: Steps
    files: int
    size: int
    index: int = 0

    def cpu(self, step: str) -> float:
        """Return the median of processor seconds of a step."""
        return median(run.cpu for run in self.steps[step])

    def seconds(self, step: str) -> float:
        """Return the median of wall-clock seconds of a step."""
        return median(run.seconds for run in self.steps[step])

    def memory(self, step: str) -> float:
        """Return the largest peak of memory of a step, in MB."""
        return max(run.memory for run in self.steps[step])


class Weight(_Figures):
    """What a part of the site takes: files, bytes."""

    files: int
    size: int


class Details(_Figures):
    """What only our own site is asked for.

    ``served`` are the seconds until the preview showed an edit, without the first one, which also makes the copy that
    later ones reuse; it is empty where that was not measured. ``features`` are the weights of parts of the site,
    ``page`` the mean bytes of the parts of a paper's page, and ``profile`` the processor seconds of stages of a first
    build.
    """

    features: Mapping[str, Weight]
    page: Mapping[str, float]
    profile: Mapping[str, float]
    served: tuple[float, ...] = ()


class Result(_Figures):
    """All figures of one size; ``others`` is empty where only our own builds were measured."""

    papers: int
    program: str
    day: date
    machine: str
    ours: Measured
    details: Details
    others: Mapping[str, Measured] = {}


def result_file(folder: Path, papers: int) -> Path:
    """Return the file of the figures of a size."""
    return folder / f"{papers}.json"


def read_result(folder: Path, papers: int, *, program: str) -> Result | None:
    """Return the figures of a size, or None where there are none of this version of the program."""
    file = result_file(folder, papers)
    found = Result.model_validate_json(file.read_bytes()) if file.is_file() else None
    return found if found and found.program == program else None


def read_results(folder: Path) -> list[Result]:
    """Return all figures, by size."""
    found = [Result.model_validate_json(file.read_bytes()) for file in folder.glob("*.json")]
    return sorted(found, key=lambda result: result.papers)


def write_result(folder: Path, result: Result) -> None:
    """Keep the figures of a size."""
    folder.mkdir(parents=True, exist_ok=True)
    result_file(folder, result.papers).write_text(result.model_dump_json(indent=1) + "\n", encoding="utf-8")
