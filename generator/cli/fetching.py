"""Commands that ask sources: fetch, enrich."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

import click

from generator.checks.completeness import check_shrink, find_completeness, render_completeness
from generator.cli.clock import today
from generator.cli.progress_bar import progress_bar
from generator.contributions.enrich import Enrichment, enrichment, lacking, propose_enrichments, render_proposals
from generator.fetching.fetcher import Fetch, Fetched, Fetcher, agent_of, bases_from, days_to_fetch
from generator.files.folder import write_named_file
from generator.importing.listing import ParsedFile
from generator.importing.report import render_import_report
from generator.importing.run import import_files, parsed_file
from generator.model import SourceMetadata
from generator.progress import ReportProgress
from generator.settings import load_settings
from generator.sources.registry import parse
from generator.store.load import load_content, load_library

DAY = click.DateTime(["%Y-%m-%d"])
OUT = click.Path(dir_okay=False, path_type=Path)
REPORT = click.option(
    "--report",
    metavar="FILE",
    type=OUT,
    help="Write there, as Markdown, what came and what is missing.",
)
IMPORT = click.option("--import", "take_in", is_flag=True, help="Import the answers at once.")


@click.group()
def fetch() -> None:
    """Ask a source for papers.

    Answers are kept as they came, under .digestif/fetched/, before anything else happens; content/ changes only
    with --import, or by digestif import. Asking again costs little: what has not changed is not sent again, and
    a fetch that was cut short goes on where it stopped.
    """


@fetch.command()
@click.option("--date", "day", metavar="YYYY-MM-DD", type=DAY, help="The day; else all days since the newest digest.")
@IMPORT
@REPORT
@click.pass_obj
def hf(site: Path, day: datetime | None, take_in: bool, report: Path | None) -> None:
    """The daily papers of Hugging Face."""
    newest = max((when for when, source in load_content(site).snapshots if source == "hf-json"), default=None)
    days = (day.date(),) if day else days_to_fetch(newest, today=today(site))
    _fetch(site, lambda fetcher: fetcher.hf(days), day=None, take_in=take_in, report=report)


@fetch.command()
@click.option("--query", metavar="QUERY", required=True, help="In arXiv's language, as in 'cat:cs.RO AND ti:grasp'.")
@click.option("--date", "day", metavar="YYYY-MM-DD", type=DAY, help="Only papers submitted on this day.")
@IMPORT
@REPORT
@click.pass_obj
def arxiv(site: Path, query: str, day: datetime | None, take_in: bool, report: Path | None) -> None:
    """What arXiv finds for a query."""
    wanted = day.date() if day else None
    listed = wanted or today(site)
    _fetch(site, lambda fetcher: fetcher.arxiv(query, day=wanted), day=listed, take_in=take_in, report=report)


@fetch.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@IMPORT
@REPORT
@click.pass_obj
def ids(site: Path, ids: tuple[str, ...], take_in: bool, report: Path | None) -> None:
    """Single papers: arXiv ids, DOIs, ACL ids, or an address of one of them."""
    _fetch(site, lambda fetcher: fetcher.ids(ids), day=today(site), take_in=take_in, report=report)


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what would be added and write nothing.")
@click.option("--report", metavar="FILE", type=OUT, help="Write the doubtful ones there, as Markdown.")
@click.pass_obj
def enrich(site: Path, dry_run: bool, report: Path | None) -> None:
    """Find identifiers, authors and dates for records that lack them, by asking arXiv for their titles.

    What is surely the same paper is added as a source of its own, so that people's corrections stay; what is
    doubtful is listed for a person. Expect three seconds a title: arXiv asks for that pause.
    """
    with progress_bar() as step:
        proposals = _proposals(site, step)
        sure = [proposal for proposal in proposals if proposal.sure]
        parsed = enrichment(sure)
        plan = import_files(
            site, [ParsedFile(name="enrich", parsed=parsed)] if sure else [], dry_run=dry_run, progress=step
        )
    doubtful = render_proposals(proposal for proposal in proposals if not proposal.sure)
    if report is not None:
        write_named_file(report, doubtful.encode())
    for proposal in sure:
        click.echo(f"{proposal.record.key}: {proposal.found.ids.arxiv or 'found'}, score {proposal.score}")
    click.echo(doubtful, nl=False)
    click.echo(render_import_report(plan.report))
    if dry_run:
        click.echo("nothing was written (--dry-run)")


def fetch_paper(site: Path, paper: str) -> SourceMetadata | None:
    """What a source says of one paper, by its id or address; None where no source knows it."""
    fetched = _fetcher(site).ids([paper])
    for file in _parsed(site, fetched.fetched):
        for found in file.parsed.papers:
            return found.metadata
    return None


def _fetcher(site: Path, step: ReportProgress | None = None) -> Fetcher:
    agent, bases = agent_of(load_settings(site)), bases_from(os.environ)
    return Fetcher(site, agent=agent, bases=bases, tell=step) if step else Fetcher(site, agent=agent, bases=bases)


def _fetch(
    site: Path, ask: Callable[[Fetcher], Fetch], *, day: date | None, take_in: bool, report: Path | None
) -> None:
    """Fetch, say what came, and with ``take_in`` import it; ``day`` is that of lists that do not say theirs."""
    with progress_bar() as step:
        fetched = ask(_fetcher(site, step))
        files = _parsed(site, fetched.fetched)
        _say(site, fetched)
        if take_in:
            _import(site, fetched.fetched, files, day, step)
        elif any(one.items for one in fetched.fetched):
            named = " ".join(_shown(site, one.file) for one in fetched.fetched if one.items)
            dated = f" --date {day}" if day else ""
            click.echo(f"to bring them in: digestif import {named}{dated}")
    if report is not None:
        found = find_completeness(files, load_content(site))
        write_named_file(report, render_completeness(found, fetched.missing).encode())
    if fetched.missing:
        raise click.exceptions.Exit(1)


def _say(site: Path, fetched: Fetch) -> None:
    for one in fetched.fetched:
        papers = "1 paper" if one.items == 1 else f"{one.items:,} papers"
        click.echo(f"{_shown(site, one.file)}: {papers}, {_NEWS[one.news]}")
    for problem in fetched.missing:
        click.echo(str(problem))


def _import(
    site: Path, fetched: Sequence[Fetched], files: Sequence[ParsedFile], day: date | None, step: ReportProgress
) -> None:
    """Import day by day; a day's list that shrank suspiciously stops it before anything is written."""
    snapshots = load_content(site).snapshots
    by_day: dict[date | None, list[ParsedFile]] = {}
    sizes: dict[tuple[date, str], int] = {}
    for one, file in zip(fetched, files, strict=True):
        by_day.setdefault(one.day or day, []).append(file)
        if one.day is not None:  # a long list comes in several answers
            sizes[one.day, one.source] = sizes.get((one.day, one.source), 0) + one.items
    for (its_day, source), size in sizes.items():
        check_shrink(size, snapshots, source=source, day=its_day)
    for when, listed in by_day.items():
        plan = import_files(site, [file for file in listed if file.parsed.papers], day=when, progress=step)
        click.echo(f"{when}: {render_import_report(plan.report)}")


def _parsed(site: Path, fetched: Sequence[Fetched]) -> list[ParsedFile]:
    files = []
    for one in fetched:
        parsed = parse(one.source, one.file.read_bytes(), name=_shown(site, one.file))
        files.append(parsed_file(site, one.file, parsed))
    return files


def _proposals(site: Path, step: ReportProgress) -> list[Enrichment]:
    """For every record that lacks something, the likeliest paper that arXiv finds for its title."""
    records = [record for _, record in sorted(load_library(site).records.items()) if lacking(record.paper)]
    fetcher = _fetcher(site)
    proposals = []
    for number, record in enumerate(records):
        step("Asking arXiv", number, len(records))
        answers = _parsed(site, fetcher.title(record.paper.title))
        found = propose_enrichments(record, (paper.metadata for answer in answers for paper in answer.parsed.papers))
        if found is not None:
            proposals.append(found)
    return proposals


def _shown(site: Path, file: Path) -> str:
    """A file as a person in the site's folder names it."""
    return file.relative_to(site).as_posix() if file.is_relative_to(site) else str(file)


_NEWS = {"new": "new", "changed": "changed since the last time", "same": "as before"}

COMMANDS = (fetch, enrich)
