"""Commands that request papers from sources: fetch, enrich."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from generator.cli.fetch_run import (
    DailyFetch,
    find_unsettled,
    listed_before,
    make_fetcher,
    parse_fetched,
    run_fetch,
    updatable,
)
from generator.cli.shared.clock import now, today
from generator.cli.shared.lock import say_that_it_waits
from generator.cli.shared.output import EXIT_NO_RESPONSE, echo
from generator.cli.shared.parameters import DAY, DRY_RUN, DRY_RUN_NOTE, OUTPUT_FILE
from generator.cli.shared.progress_bar import progress_bar
from generator.cli.thumbnails import thumbnails
from generator.contributions.enrich import Enrichment, enrichment, lacking, propose_enrichments, render_proposals
from generator.contributions.plain_report import plain_report
from generator.errors import DigestifError
from generator.fetching.announcements import ANNOUNCEMENT_TYPES, AnnouncementType, announcement_day
from generator.fetching.arxiv_days import AnnouncementRequest, fetch_announcements
from generator.fetching.arxiv_windows import fetch_submitted
from generator.fetching.errors import NoResponseError
from generator.fetching.fetcher import Fetcher
from generator.files.folder import write_named_file
from generator.importing.listing import ParsedFile
from generator.importing.report import render_import_report
from generator.importing.run import import_files
from generator.model import Library, SourceMetadata
from generator.progress import ReportProgress, ignore_progress
from generator.settings import load_settings
from generator.store.load import load_content, load_valid_content

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
    "--date",
    "day",
    metavar="YYYY-MM-DD",
    type=DAY,
    help="Fetch this day only.  [default: all days that are not settled]",
)
@_IMPORT
@_REPORT
@click.pass_obj
def hf(site: Path, day: date | None, import_now: bool, report: Path | None) -> None:
    """Fetch the daily papers of Hugging Face.

    Without --date, fetches all days that are not settled, however old, newest first; the first time, the last four
    days. A list grows on its day and the next; then it is settled, unless it is empty or suspiciously short. With
    --import, the states of days are kept in content/sources/days.json.

    A day that cannot be fetched does not stop the others. It is fetched again next time, and the exit code is 1. After
    14 failed fetches, a day that is more than a week old is skipped. A fetch takes at most 20 minutes.

    Example: digestif fetch hf --import
    """
    days = (day,) if day else find_unsettled(site, "hf-json", today(site))
    fetch = DailyFetch(source="hf-json", today=today(site))
    run_fetch(site, lambda fetcher: fetcher.hf(days), day=None, import_now=import_now, report=report, by_day=fetch)


@fetch.command()
@click.option(
    "--query", metavar="QUERY", required=True, help="A query in arXiv's language, as in 'cat:cs.RO AND ti:grasp'."
)
@click.option("--date", "day", metavar="YYYY-MM-DD", type=DAY, help="Fetch only papers submitted on this day.")
@click.option("--all", "everything", is_flag=True, help="Fetch all that the query finds, into today's digest.")
@click.option(
    "--types",
    metavar="TYPES",
    default="new,cross",
    show_default=True,
    envvar="DIGEST_ARXIV_TYPES",
    callback=lambda context, option, value: _announcement_types(value),
    help="Types of announcements, of: new, cross, replace.",
)
@_IMPORT
@_REPORT
@click.pass_obj
def arxiv(
    site: Path,
    query: str,
    day: date | None,
    everything: bool,
    types: tuple[AnnouncementType, ...],
    import_now: bool,
    report: Path | None,
) -> None:
    """Fetch the papers that arXiv announces for a query.

    The digest's day is that of the announcement feed, in US Eastern time: what arXiv announces on Sunday evening is
    Monday's. The categories in the query name the feeds; the query then selects papers. Earlier days that are not
    settled, and queries without a category, use the times of submission instead. Papers that are here already are left
    out; if the feed announces a replacement of one of them, its record is updated. Other replacements become papers of
    the day only with --types new,cross,replace.

    Days with more than 2,000 results are searched in parts: by days, hours and categories. A day that is still
    incomplete stays provisional, with the reason. With --date, fetches what was submitted on that day; with --all, what
    the query finds, at most 2,000 papers. Exit code 1 if a day could not be fetched or is incomplete, or a feed is
    stale; the day is then fetched again next time, as with digestif fetch hf. A holiday is no error.

    Example: digestif fetch arxiv --query 'cat:cs.RO AND ti:grasp' --import
    """
    if day or everything:
        run_fetch(
            site,
            lambda fetcher: fetch_submitted(fetcher, query, day) if day else fetcher.arxiv(query),
            day=day or today(site),
            import_now=import_now,
            report=report,
        )
        return
    load_settings(site)
    content = load_content(site, use_cache=True)
    current = announcement_day(now())
    request = AnnouncementRequest(
        query=query,
        types=types,
        current=current,
        listed_before=listed_before(content, current),
        here=updatable(content, current),
    )
    days = find_unsettled(site, "arxiv", current, first_days=1)
    fetch = DailyFetch(source="arxiv", today=current, grows=False, announced=content)
    run_fetch(
        site,
        lambda fetcher: fetch_announcements(fetcher, days, request),
        day=None,
        import_now=import_now,
        report=report,
        by_day=fetch,
    )


def _announcement_types(text: str) -> tuple[AnnouncementType, ...]:
    wanted = {name.strip() for name in text.split(",")}
    types = tuple(kind for kind in ANNOUNCEMENT_TYPES if kind in wanted)
    if not types or wanted - set(types):
        raise click.BadParameter(f"{text!r}: write new, cross or replace, with commas between them")
    return types


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
    run_fetch(site, lambda fetcher: fetcher.ids(ids), day=today(site), import_now=import_now, report=report)


@click.command()
@DRY_RUN
@click.option("--report", metavar="FILE", type=OUTPUT_FILE, help="Write the uncertain matches to FILE, as Markdown.")
@click.pass_obj
def enrich(site: Path, dry_run: bool, report: Path | None) -> None:
    """Add missing ids, authors and abstracts by searching arXiv for the titles.

    Certain matches are added as a source of their own, so people's corrections stay; uncertain ones are listed. Takes
    three seconds for each title, because arXiv asks for that pause. If arXiv stops responding, what was found until
    then is added, and the exit code is 3: run the command again later, and it continues there.

    Example: digestif enrich --dry-run
    """
    with progress_bar() as progress:
        content = load_valid_content(site)
        proposals, failure = _proposals(make_fetcher(site, progress), site, content.library, progress)
        certain = [proposal for proposal in proposals if proposal.sure]
        files = [ParsedFile(name="enrich", parsed=enrichment(certain, content.source_papers))] if certain else []
        plan = import_files(site, files, dry_run=dry_run, on_wait=say_that_it_waits, progress=progress)
    uncertain = render_proposals(proposal for proposal in proposals if not proposal.sure)
    if report is not None:
        write_named_file(report, uncertain.encode())
    for proposal in certain:
        echo(f"{proposal.record.key}: {proposal.found.ids.arxiv or 'found'}, score {proposal.score}")
    echo(plain_report(uncertain), nl=False)
    echo(render_import_report(plan.report, dry_run=dry_run))
    if dry_run:
        echo(DRY_RUN_NOTE)
    if failure is not None:
        echo(f"Not all titles were searched: {failure.message}\n  {failure.fix}")
        raise click.exceptions.Exit(EXIT_NO_RESPONSE)


def fetch_paper(site: Path, paper: str) -> SourceMetadata:
    """The metadata of one paper, by its id or address. Raises DigestifError with the reason if there is none."""
    fetched = make_fetcher(site, ignore_progress).ids([paper])
    for file in parse_fetched(site, fetched.files):
        for found in file.parsed.papers:
            return found.metadata
    for problem in fetched.problems:
        raise DigestifError(problem.found, fix=problem.fix)
    raise DigestifError("the response contains no paper that can be read")


def _proposals(
    fetcher: Fetcher, site: Path, library: Library, progress: ReportProgress
) -> tuple[list[Enrichment], NoResponseError | None]:
    """For every record that lacks something, the likeliest paper among those that arXiv finds for its title.

    The search ends at the first title for which arXiv does not respond; the error says why.
    """
    records = [record for _, record in sorted(library.records.items()) if lacking(record.paper)]
    proposals: list[Enrichment] = []
    for number, record in enumerate(records):
        progress("Searching arXiv", number, len(records))
        try:
            files = parse_fetched(site, fetcher.title(record.paper.title))
        except NoResponseError as error:
            return proposals, error
        found = propose_enrichments(record, (paper.metadata for file in files for paper in file.parsed.papers))
        if found is not None:
            proposals.append(found)
    return proposals, None


fetch.add_command(thumbnails)
COMMANDS = (fetch, enrich)
