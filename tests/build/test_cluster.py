"""A build on a cluster gives the same bytes as one process, whatever happens to workers, or leaves the site alone.

The scheduler and its workers are processes of their own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
import pytest

from generator.batches import Named
from generator.build.cluster import bridge
from generator.build.cluster.options import ClusterOptions
from generator.build.cluster.worker import Job, Outcome, dump_job, run_job
from generator.build.docs import writer
from generator.errors import DigestifError
from tests.build.failing_worker import ORDERS
from tests.build.small_digest import built, copy_sources, files_of, make_digest, paper_key, write_paper
from tests.cli.running import digestif
from tests.slowness import PATIENCE

ROOT = Path(__file__).parents[2]
PRELOAD = str(ROOT / "tests" / "build" / "failing_worker.py")
WORKER = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--preload", PRELOAD)


@contextmanager
def process(module: str, *arguments: str, orders: Path) -> Iterator[None]:
    log = orders.parent / f"{module}.log"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), *sys.path)), ORDERS: str(orders)}
    with log.open("ab") as output:
        started = subprocess.Popen(
            [sys.executable, "-m", module, *arguments], stdout=output, stderr=output, env=environment, cwd=orders
        )
        try:
            yield
        finally:
            started.kill()
            started.wait()


@contextmanager
def cluster(orders: Path, *, workers: int) -> Iterator[ClusterOptions]:
    """Start a scheduler and workers; yields the options to use them."""
    address = orders.parent / "scheduler.json"
    places = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(address))
    with ExitStack() as stack:
        stack.enter_context(process("distributed.cli.dask_scheduler", *places, orders=orders))
        end = time.monotonic() + 60 * PATIENCE
        while not address.exists():
            assert time.monotonic() < end, (orders.parent / "distributed.cli.dask_scheduler.log").read_text()
            time.sleep(0.05)
        for _ in range(workers):
            given = ("--scheduler-file", str(address), "--host", "127.0.0.1", *WORKER)
            stack.enter_context(process("distributed.cli.dask_worker", *given, orders=orders))
        found = address.read_text().partition('"address": "')[2].partition('"')[0]
        yield ClusterOptions(scheduler=found)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A digest that one process built."""
    made = make_digest(tmp_path_factory.mktemp("cluster") / "here", papers=24)
    built(made)
    return made


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with what the workers are to do wrong."""
    folder = tmp_path_factory.mktemp("orders") / "orders"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def options(orders: Path) -> Iterator[ClusterOptions]:
    with cluster(orders, workers=3) as started:
        yield started


@pytest.fixture(autouse=True)
def send_few_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small digest has fewer pages than builds otherwise send."""
    monkeypatch.setattr(writer, "_FEW", 1)


def test_a_cluster_gives_the_same_bytes_as_one_process(site: Path, options: ClusterOptions, tmp_path: Path) -> None:
    built(copy_sources(site, tmp_path / "there"), cluster=options)
    assert files_of(tmp_path / "there" / "site") == files_of(site / "site")
    assert files_of(tmp_path / "there" / "docs") == files_of(site / "docs")


def test_a_record_with_which_work_fails_is_named_and_the_old_site_stays(
    site: Path, options: ClusterOptions, orders: Path, tmp_path: Path
) -> None:
    there = copy_sources(site, tmp_path / "there")
    built(there)
    before = files_of(there / "site")
    write_paper(there, 4, title="A Title That Was Corrected")
    (orders / "fail").write_text(paper_key(4))
    try:
        with pytest.raises(DigestifError) as caught:
            built(there, cluster=options)
    finally:
        (orders / "fail").unlink()
    assert caught.value.message == (
        "content/papers/2025/07/30/2501.00004.yaml: a worker failed: RuntimeError: out of paper"
    )
    assert files_of(there / "site") == before


def test_a_worker_that_ends_loses_only_its_task(
    site: Path, options: ClusterOptions, orders: Path, tmp_path: Path
) -> None:
    (orders / "end-once").write_text(paper_key(7))
    built(copy_sources(site, tmp_path / "there"), cluster=options)
    assert (orders / "ended").exists()
    assert files_of(tmp_path / "there" / "site") == files_of(site / "site")


def test_a_record_that_ends_each_worker_is_named(
    site: Path, orders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cluster is one that the build starts itself."""
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "0")
    monkeypatch.setenv("DASK_DISTRIBUTED__WORKER__PRELOAD", PRELOAD)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(ROOT), *sys.path)))
    monkeypatch.setenv(ORDERS, str(orders))
    (orders / "end").write_text(paper_key(5))
    try:
        with pytest.raises(DigestifError) as caught:
            built(copy_sources(site, tmp_path / "there"), cluster=ClusterOptions(workers=2))
    finally:
        (orders / "end").unlink()
    assert caught.value.message == (
        "content/papers/2025/07/31/2501.00005.yaml: a worker failed: it ended each time that it worked on this"
    )


def test_a_cluster_that_does_not_answer_is_named(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT", "1s")
    with pytest.raises(DigestifError, match=r"^tcp://127\.0\.0\.1:9: no cluster of Dask answers: "):
        built(copy_sources(site, tmp_path / "there"), cluster=ClusterOptions(scheduler="tcp://127.0.0.1:9"))


def test_without_dask_the_message_says_what_to_install(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bridge, "find_spec", lambda _: None)
    with pytest.raises(DigestifError) as caught:
        built(copy_sources(site, tmp_path / "there"), cluster=ClusterOptions())
    assert caught.value.fix == "run: pip install 'digestif[cluster]'"


KILLED = """
import os, sys
from pathlib import Path

import psutil
from generator.build.cluster.bridge import open_cluster
from generator.build.cluster.options import ClusterOptions
from generator.files.folder import Folder

with open_cluster(Folder(Path(sys.argv[1])), ClusterOptions(workers=1)):
    print(*(process.pid for process in psutil.Process().children(recursive=True)), flush=True)
    os.kill(os.getpid(), 9)
"""


def test_a_killed_build_leaves_no_process(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), *sys.path))}
    command = [sys.executable, "-c", KILLED, str(tmp_path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    started = list(map(int, done.stdout.split()))
    assert len(started) > 1
    end = time.monotonic() + 60 * PATIENCE
    while any(map(psutil.pid_exists, started)):
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize("option", [("--scheduler", "tcp://127.0.0.1:9"), ("--workers", "2")])
def test_options_of_a_cluster_need_one(option: tuple[str, str], tmp_path: Path) -> None:
    done = digestif("build", *option, cwd=tmp_path)
    assert done.returncode == 2
    assert f"{option[0]} needs --on dask" in done.stderr


def test_a_cluster_that_runs_already_has_its_own_workers(tmp_path: Path) -> None:
    done = digestif("build", "--on", "dask", "--scheduler", "tcp://127.0.0.1:9", "--workers", "2", cwd=tmp_path)
    assert done.returncode == 2
    assert "a cluster with --scheduler has its own" in done.stderr


def test_a_worker_with_another_version_refuses_jobs() -> None:
    job = dump_job(Job(work=_add, items=(Named("one", 1),), language="en"))
    assert _outcome(job) == Outcome(result=[3])
    assert "another version of Digestif" in _outcome(b"0" + job[1:]).message


def _add(shared: int, items: Sequence[int]) -> list[int]:
    return [shared + item for item in items]


def _outcome(job: bytes) -> Outcome:
    import pickle

    outcome: Outcome = pickle.loads(run_job(job, pickle.dumps(2)))
    return outcome
