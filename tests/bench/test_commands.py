"""What commands take: that of all their processes, and of no other."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.bench.commands import run
from tests.bench.profile import by_function, by_stage, read_samples, stage_of
from tests.bench.sampling import __name__ as sampling

BUSY = "import time; block = b'x' * 90_000_000; [None for _ in iter(lambda: time.process_time() < 0.3, False)]"
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BUSY!r}], check=True)"


def test_a_command_has_the_time_and_the_peak_of_its_children() -> None:
    taken = run([sys.executable, "-c", PARENT])
    assert taken.cpu >= 0.3
    assert taken.memory > 90


def test_a_command_has_not_the_memory_of_who_measures_it() -> None:
    ours = b"x" * 120_000_000
    assert run([sys.executable, "-c", "pass"]).memory < len(ours) / 1e6


def test_where_a_command_fails_its_output_is_shown() -> None:
    with pytest.raises(SystemExit, match=r"no such thing\nand why"):
        run([sys.executable, "-c", "import sys; print('no such thing', flush=True); sys.exit('and why')"])


def test_digestif_runs_while_it_is_sampled(tmp_path: Path) -> None:
    file = tmp_path / "samples"
    run([sys.executable, "-m", sampling, str(file), "build", "--help"])
    samples = list(read_samples(file.read_text().splitlines()))
    assert all(seconds > 0 for seconds, _ in samples)
    assert set(by_stage(samples)) <= {"Starting Python, loading modules", "Everything else"}


@pytest.mark.parametrize(
    ("calls", "stage"),
    [
        ("generator.text.clean:fold generator.catalog.topics.phrases:find generator.build.stages:make", "Topics"),
        ("generator.catalog.statistics:count", "Lists, people, trends, statistics"),
        ("generator.records.read:<module> generator.store.load:<module>", "Starting Python, loading modules"),
        ("generator.model:validate", "Everything else"),
        ("", "Everything else"),
    ],
)
def test_a_sample_belongs_to_the_innermost_stage(calls: str, stage: str) -> None:
    assert stage_of(calls.split()) == stage


def test_functions_have_their_own_time_and_that_of_what_they_call() -> None:
    samples = list(read_samples(["0.01 generator.a:inner generator.a:outer", "0.03 generator.a:outer", "0.02"]))
    assert by_function(samples, 2) == [
        ("generator.a:outer", 0.03, pytest.approx(0.04)),
        ("Everything else", 0.02, 0.0),
    ]
