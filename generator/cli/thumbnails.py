"""The command that fetches pictures of papers: fetch thumbnails."""

from __future__ import annotations

from pathlib import Path

import click

from generator.checks.library import locate_problems
from generator.cli.shared.lock import writer_lock
from generator.cli.shared.output import echo
from generator.cli.shared.progress_bar import progress_bar
from generator.fetching.client import Clock
from generator.fetching.source_requests import user_agent
from generator.files.folder import Folder
from generator.settings import load_settings
from generator.store.load import load_content
from generator.text.counts import counted
from generator.thumbnail_settings import MOST_DAYS, PATH
from generator.thumbnails.fetch import fetch_thumbnails
from generator.thumbnails.resizing import require_pillow
from generator.thumbnails.wanted import wanted_pictures


@click.command("thumbnails")
@click.option(
    "--days",
    type=click.IntRange(1, MOST_DAYS),
    metavar="N",
    help="Fetch pictures for the newest N digests.  [default: as set in mkdocs.yml]",
)
@click.pass_obj
def thumbnails(site: Path, days: int | None) -> None:
    """Fetch pictures of the newest papers, and make thumbnails of them.

    A picture is the one that the record names (image), or else the one that a source gave. Thumbnails are WebP files of
    at most 12 KB in .digestif/thumbnails/; those that are there are not fetched again, and those that no paper needs
    are removed, unless --days is given. A site shows them if mkdocs.yml sets extra.digestif.thumbnails.days; without
    that setting and without --days, this command does nothing.

    Needs pip install 'digestif[thumbnails]'. A fetch takes at most ten minutes, and the next one continues. Exit code 1
    if a picture could not be fetched, or is none; the others are kept.

    Example: digestif fetch thumbnails --days 7
    """
    settings = load_settings(site)
    shown = days or settings.thumbnail_days
    if not shown:
        echo(f"Thumbnails are off: set {PATH}.days in mkdocs.yml, or name a number of days with --days")
        return
    require_pillow()
    content = load_content(site, use_cache=True)
    wrong = {problem.place.file for problem in content.problems if problem.severity == "error"}
    if wrong:
        verb = "has" if len(wrong) == 1 else "have"
        echo(
            f"{counted(len(wrong), 'file')} of content/ {verb} errors, so their pictures were left out: digestif check"
        )
    with writer_lock(site), progress_bar() as progress:
        result = fetch_thumbnails(
            Folder(site),
            wanted_pictures(content.library, days=shown),
            user_agent=user_agent(settings),
            clock=Clock(),
            prune=days is None,
            progress=progress,
        )
    for problem in locate_problems(result.problems, lambda file: content.raw.get(file, b"")):
        echo(str(problem))
    echo(str(result))
    if result.problems or result.not_requested:
        raise click.exceptions.Exit(1)
