"""Commands that build a site: generate, build, merge."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from generator.build.cluster.options import ClusterOptions
from generator.build.pipeline import build, generate
from generator.checks.settings import find_settings_problems, find_unset_addresses
from generator.cli.shared.clock import today
from generator.cli.shared.lock import writer_lock
from generator.cli.shared.output import echo
from generator.cli.shared.parameters import DAY, INPUT_FOLDER
from generator.cli.shared.progress_bar import progress_bar
from generator.errors import DigestifError, Problem
from generator.files.folder import Folder
from generator.text.counts import counted

safe_option = click.option(
    "--safe", is_flag=True, help="Refuse settings that run code, for a digest that you do not trust."
)

_strict_option = click.option(
    "--strict", is_flag=True, help="Refuse content with errors instead of leaving out the files that have them."
)

_date_option = click.option(
    "--date",
    "day",
    metavar="YYYY-MM-DD",
    type=DAY,
    help="The day on which the site is published; it determines which future digests are left out. Today by default.",
)


@click.command(name="generate")
@_date_option
@safe_option
@_strict_option
@click.pass_obj
def generate_pages(site: Path, day: date | None, safe: bool, strict: bool) -> None:
    """Write the Markdown pages under docs/.

    Writes only pages that changed, and removes those of papers that are gone. Hand-written pages stay: if a generated
    page would overwrite one, the command reports it and writes nothing. Files in content/ with errors are left out, and
    named in the output; --strict refuses them.

    Example: digestif generate
    """
    with writer_lock(site), progress_bar() as progress:
        update = generate(site, safe=safe, strict=strict, today=day or today(site), progress=progress)
    for warning in update.warnings:
        echo(f"warning: {warning}")
    counts = {"written": len(update.written), "removed": len(update.removed), "unchanged": update.unchanged}
    echo(f"docs/: {', '.join(f'{number:,} {what}' for what, number in counts.items() if number) or 'no pages'}")


@click.command(name="build")
@click.option("--clean", is_flag=True, help="Ignore the cache and build everything again.")
@click.option(
    "--only",
    metavar="YEAR",
    type=click.IntRange(1000, 9999),
    help="Build only the pages of one year, into site-YEAR, for digestif merge.",
)
@click.option(
    "--on",
    type=click.Choice(["dask"]),
    help="Run the work that can be distributed on a Dask cluster; without --scheduler, start one on this machine.",
)
@click.option("--scheduler", metavar="ADDRESS", help="The scheduler of a cluster, such as tcp://127.0.0.1:8786.")
@click.option(
    "--workers",
    metavar="N",
    type=click.IntRange(min=1),
    help="How many workers to start on this machine; by default, one for each processor.",
)
@click.option("--allow-shrink", is_flag=True, help="Build even if more than a tenth of the site's papers disappear.")
@_date_option
@safe_option
@_strict_option
@click.pass_obj
def build_site(
    site: Path,
    clean: bool,
    only: int | None,
    on: str | None,
    scheduler: str | None,
    workers: int | None,
    allow_shrink: bool,
    day: date | None,
    safe: bool,
    strict: bool,
) -> None:
    """Build the site into site/.

    Writes the pages under docs/, renders them with MkDocs and indexes them for search. Regenerates only what changed
    since the last build, with the same result as a first one; the old site stays until the new one is complete. With
    --only YEAR, the folder site-YEAR gets the pages of that year and those about all years, so that several machines
    can share the work.

    Files in content/ with errors are left out, and named in the output and on the site's status page; --strict refuses
    them, as does a build that would leave out more than a tenth of the records.

    Drafts in content/digests/, and digests with a future date, are left out; digestif serve shows them.

    If content/ lacks more than a tenth of the papers that the site shows, nothing is changed without --allow-shrink.
    With --on dask, other processes or machines do a part of the work, with the same result; it needs pip install
    'digestif[cluster]', on this machine and on the workers. Anyone who can reach a scheduler can run code on its
    machines: see docs/cluster.md.

    mkdocs.yml can run code (hooks, plugins, templates): in a digest that you do not trust, use --safe.

    Example: digestif build
    """
    cluster = _cluster_options(on, scheduler, workers)
    warnings = check_settings(site)
    with writer_lock(site), progress_bar() as progress:
        report = build(
            site,
            clean=clean,
            only=only,
            allow_shrink=allow_shrink,
            safe=safe,
            strict=strict,
            today=day or today(site),
            cluster=cluster,
            progress=progress,
        )
    for warning in warnings:
        echo(str(warning), err=True)
    echo(str(report))


def _cluster_options(on: str | None, scheduler: str | None, workers: int | None) -> ClusterOptions | None:
    """Return the cluster to use, if any. Raises UsageError for options that have no effect."""
    if on is None:
        if scheduler or workers:
            raise click.UsageError(f"{'--scheduler' if scheduler else '--workers'} needs --on dask")
        return None
    if scheduler and workers:
        raise click.UsageError("--workers starts workers on this machine; a cluster with --scheduler has its own")
    return ClusterOptions(scheduler=scheduler or "", workers=workers or 0)


def check_settings(site: Path) -> list[Problem]:
    """Return warnings about settings that are missing or have no effect.

    Raises DigestifError for settings that break pages.
    """
    problems = find_settings_problems(site)
    errors = [str(problem) for problem in problems if problem.severity == "error"]
    if errors:
        raise DigestifError("\n".join(errors))
    warnings = [problem for problem in problems if problem.severity != "error"]
    return [*warnings, *find_unset_addresses(site)]


@click.command(name="merge")
@click.argument("parts", metavar="PART...", nargs=-1, required=True, type=INPUT_FOLDER)
@click.pass_obj
def merge_site(site: Path, parts: tuple[Path, ...]) -> None:
    """Merge the parts of a site into site/.

    PART is a folder built with digestif build --only; every year with papers is needed. The result is the site that a
    single build makes. Parts built from different content, or by different versions of digestif, are refused.

    Example: digestif merge site-2024 site-2025
    """
    from generator.build.parts import merge_parts
    from generator.build.site.mkdocs import read_layout

    with writer_lock(site):
        target = read_layout(site).site
        merge_parts(parts, Folder(site), target)
    echo(f"Merged {counted(len(parts), 'part')} into {target}/")


COMMANDS = (generate_pages, build_site, merge_site)
