"""Commands that request papers from sources: fetch, enrich."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePath

import click

from generator.checks.completeness import check_shrink, find_completeness, render_completeness
from generator.cli.clock import today
from generator.cli.output import echo
from generator.cli.parameters import DAY, DRY_RUN, DRY_RUN_NOTE, OUTPUT_FILE
from generator.cli.progress_bar import progress_bar
from generator.contributions.enrich import Enrichment, enrichment, lacking, propose_enrichments, render_proposals
from generator.errors import DigestifError
from generator.fetching.fetcher import FetchedFile, Fetcher, FetchResult
from generator.fetching.source_requests import days_to_fetch, service_urls, user_agent
from generator.files.folder import Folder, write_named_file
from generator.importing.listing import ParsedFile, day_in_name
from generator.importing.parsing import parse_file
from generator.importing.report import render_import_report
from generator.importing.run import import_files, parsed_file
from generator.model import Library, SourceMetadata
from generator.progress import ReportProgress, ignore_progress
from generator.settings import load_settings
from generator.store.content import SOURCES_FOLDER, Content
from generator.store.load import load_content, load_valid_content, update_content
from generator.text.counts import counted

_REPORT = click.option(
    "--report",
    metavar="FILE",
    type=OUTPUT_FILE,
    help="Write a Markdown report to FILE: what was fetched and what is missing.",
)
_IMPORT = click.option("--import", "import_now", is_flag=True, help="Import the papers at once.")


@click.group()
def fetch() -> None:
    """Fetch papers from a source.

    Responses are stored under .digestif/fetched/. content/ changes only with --import, or later by digestif import. A
    repeated fetch transfers only what changed, and an interrupted one continues where it stopped.

    Example: digestif fetch hf --import
    """


@fetch.command()
@click.option(
    "--date", "day", metavar="YYYY-MM-DD", type=DAY, help="Fetch this day only.  [default: all since the newest digest]"
)
@_IMPORT
@_REPORT
@click.pass_obj
def hf(site: Path, day: date | None, import_now: bool, report: Path | None) -> None:
    """Fetch the daily papers of Hugging Face.

    Without --date, fetches the days since the newest digest, at most seven.

    Example: digestif fetch hf --date 2025-07-31 --import
    """
    days = (day,) if day else days_to_fetch(_newest_day(site, "hf-json"), today=today(site))
    _fetch(site, lambda fetcher: fetcher.hf(days), day=None, import_now=import_now, report=report)


@fetch.command()
@click.option(
    "--query", metavar="QUERY", required=True, help="A query in arXiv's language, as in 'cat:cs.RO AND ti:grasp'."
)
@click.option("--date", "day", metavar="YYYY-MM-DD", type=DAY, help="Fetch only papers submitted on this day.")
@_IMPORT
@_REPORT
@click.pass_obj
def arxiv(site: Path, query: str, day: date | None, import_now: bool, report: Path | None) -> None:
    """Fetch the papers that arXiv finds for a query.

    Without --date, the papers go into today's digest, and a query may have at most 2,000 results.

    Example: digestif fetch arxiv --query 'cat:cs.RO AND ti:grasp' --date 2025-07-31
    """
    _fetch(
        site,
        lambda fetcher: fetcher.arxiv(query, day=day),
        day=day or today(site),
        import_now=import_now,
        report=report,
    )


@fetch.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@_IMPORT
@_REPORT
@click.pass_obj
def ids(site: Path, ids: tuple[str, ...], import_now: bool, report: Path | None) -> None:
    """Fetch single papers by their ids.

    ID is an arXiv id, a DOI, an ACL Anthology id, or the address of one. Exit code 1 if one of them cannot be fetched.

    Example: digestif fetch ids 2412.11360 10.1145/3292500.3330701 --import
    """
    _fetch(site, lambda fetcher: fetcher.ids(ids), day=today(site), import_now=import_now, report=report)


@click.command()
@DRY_RUN
@click.option("--report", metavar="FILE", type=OUTPUT_FILE, help="Write the uncertain matches to FILE, as Markdown.")
@click.pass_obj
def enrich(site: Path, dry_run: bool, report: Path | None) -> None:
    """Add missing ids, authors and abstracts by searching arXiv for the titles.

    Certain matches are added as a source of their own, so people's corrections stay; uncertain ones are listed. Takes
    three seconds for each title, because arXiv asks for that pause.

    Example: digestif enrich --dry-run
    """
    with progress_bar() as progress:
        proposals = _proposals(_fetcher(site, progress), site, load_valid_content(site).library, progress)
        certain = [proposal for proposal in proposals if proposal.sure]
        files = [ParsedFile(name="enrich", parsed=enrichment(certain))] if certain else []
        plan = import_files(site, files, dry_run=dry_run, progress=progress)
    uncertain = render_proposals(proposal for proposal in proposals if not proposal.sure)
    if report is not None:
        write_named_file(report, uncertain.encode())
    for proposal in certain:
        echo(f"{proposal.record.key}: {proposal.found.ids.arxiv or 'found'}, score {proposal.score}")
    echo(uncertain, nl=False)
    echo(render_import_report(plan.report))
    if dry_run:
        echo(DRY_RUN_NOTE)


def fetch_paper(site: Path, paper: str) -> SourceMetadata:
    """The metadata of one paper, by its id or address. Raises DigestifError with the reason if there is none."""
    fetched = _fetcher(site, ignore_progress).ids([paper])
    for file in _parse(site, fetched.files):
        for found in file.parsed.papers:
            return found.metadata
    for problem in fetched.problems:
        raise DigestifError(problem.found, fix=problem.fix)
    raise DigestifError("the response contains no paper that can be read")


def _fetcher(site: Path, progress: ReportProgress) -> Fetcher:
    settings = load_settings(site)
    return Fetcher(site, user_agent=user_agent(settings), urls=service_urls(os.environ), progress=progress)


def _fetch(
    site: Path, ask: Callable[[Fetcher], FetchResult], *, day: date | None, import_now: bool, report: Path | None
) -> None:
    """Fetch, print the result and, with ``import_now``, import it; ``day`` is for files that have none."""
    content: Content | None = None
    with progress_bar() as progress:
        fetched = ask(_fetcher(site, progress))
        files = _parse(site, fetched.files)
        _print_result(site, fetched)
        if import_now:
            content = _import(site, fetched.files, files, day, progress)
        elif any(file.papers for file in fetched.files):
            names = " ".join(_shown(site, file.file) for file in fetched.files if file.papers)
            dated = f" --date {day}" if day else ""
            echo(f"To import them, run: digestif import {names}{dated}")
    if report is not None:
        found = find_completeness(files, load_content(site, use_cache=True) if content is None else content)
        write_named_file(report, render_completeness(found, fetched.problems).encode())
    if fetched.problems:
        raise click.exceptions.Exit(1)


def _print_result(site: Path, fetched: FetchResult) -> None:
    for file in fetched.files:
        echo(f"{_shown(site, file.file)}: {counted(file.papers, 'paper')}, {_status(file)}")
    for problem in fetched.problems:
        echo(str(problem))


def _status(file: FetchedFile) -> str:
    if file.status != "changed" or file.papers_before == file.papers:
        return file.status
    return f"changed ({file.papers_before:,} before)"


def _import(
    site: Path,
    fetched: Sequence[FetchedFile],
    files: Sequence[ParsedFile],
    day: date | None,
    progress: ReportProgress,
) -> Content:
    """Import all files; returns the new content/. A day's list that shrank suspiciously stops it before any write."""
    sizes: dict[tuple[date, str], int] = {}
    for file in fetched:
        if file.day is not None:  # a long list comes in several responses
            sizes[file.day, file.source] = sizes.get((file.day, file.source), 0) + file.papers
    dated = [_with_day(parsed, file.day) for file, parsed in zip(fetched, files, strict=True) if parsed.parsed.papers]

    def check_sizes(content: Content) -> None:
        for (when, source), size in sizes.items():
            check_shrink(size, content.snapshots, source=source, day=when)

    plan = import_files(site, dated, day=day, check=check_sizes, progress=progress)
    echo(render_import_report(plan.report))
    return update_content(site, plan.content, plan.steps)


def _with_day(file: ParsedFile, day: date | None) -> ParsedFile:
    """The file with all papers on the list of the day that was requested."""
    if day is None:
        return file
    papers = tuple(replace(paper, day=day) for paper in file.parsed.papers)
    return replace(file, parsed=replace(file.parsed, papers=papers))


def _parse(site: Path, fetched: Sequence[FetchedFile]) -> list[ParsedFile]:
    return [
        parsed_file(site, file.file, parse_file(file.file, source=file.source, name=_shown(site, file.file)))
        for file in fetched
    ]


def _proposals(fetcher: Fetcher, site: Path, library: Library, progress: ReportProgress) -> list[Enrichment]:
    """For every record that lacks something, the likeliest paper among those that arXiv finds for its title."""
    records = [record for _, record in sorted(library.records.items()) if lacking(record.paper)]
    proposals = []
    for number, record in enumerate(records):
        progress("Searching arXiv", number, len(records))
        files = _parse(site, fetcher.title(record.paper.title))
        found = propose_enrichments(record, (paper.metadata for file in files for paper in file.parsed.papers))
        if found is not None:
            proposals.append(found)
    return proposals


def _newest_day(site: Path, source: str) -> date | None:
    """The day of the newest snapshot of a source, from the names of the files."""
    names = (PurePath(entry.path) for entry in Folder(site).walk(f"{SOURCES_FOLDER}/{source}") if entry.kind == "file")
    return max((day for name in names if (day := day_in_name(name.name))), default=None)


def _shown(site: Path, file: Path) -> str:
    """A file's path as a person in the site's folder types it."""
    return file.relative_to(site).as_posix() if file.is_relative_to(site) else str(file)


COMMANDS = (fetch, enrich)
