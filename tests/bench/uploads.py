"""How much of a site a day of thirty new papers changes, and so what ``digestif publish`` uploads.

    python -m tests.bench.uploads 1500 10000

Prints the rows of the table in docs/publishing.md. The site is published to a folder; every target uploads the same
files.
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import timedelta
from pathlib import Path

from generator.build.pipeline import build
from generator.fetching.client import Clock
from generator.files.folder import Folder
from generator.progress import ignore_progress
from generator.publishing.report import PublicationReport
from generator.publishing.run import Publication, open_site
from generator.publishing.targets.folder import FolderTarget
from tests.bench.corpus import A_DAY, NEWEST, make_corpus

ROOT = Path(__file__).parents[2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", type=int, nargs="+", help="sizes of the archive")
    print("| Papers | Files | Bytes |")
    print("|---:|---:|---:|")
    for papers in parser.parse_args().papers:
        with tempfile.TemporaryDirectory(prefix="digestif-bench-") as folder:
            print(_row(papers, Path(folder)), flush=True)


def _row(papers: int, folder: Path) -> str:
    site = folder / "digest"
    corpus = make_corpus(ROOT, site, papers=papers, seed=1)
    _publish(site, folder / "www")
    corpus.write_day(NEWEST + timedelta(days=1), A_DAY)
    report = _publish(site, folder / "www")
    uploaded, kept = len(report.plan.uploaded), report.plan.kept.values()
    files, size = uploaded + len(kept), report.bytes + sum(file.size for file in kept)
    share = f"{uploaded:,} of {files:,} ({uploaded / files:.0%})"
    return f"| {papers:,} | {share} | {report.bytes / 1e6:,.1f} of {size / 1e6:,.1f} MB |"


def _publish(site: Path, place: Path) -> PublicationReport:
    """Build the site and publish it to a folder."""
    build(site)
    built = open_site(Folder(site), "site")
    target = FolderTarget(built, place, shown=str(place))
    return Publication(site=built, target=target, shown=str(place), clock=Clock(), progress=ignore_progress).publish()


if __name__ == "__main__":
    main()
