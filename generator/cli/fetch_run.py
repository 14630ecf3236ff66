"""Runs a fetch: requests, judges the days, imports, and reports. What to fetch in; content/ and messages out."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import click

from generator.checks.completeness import (
    DOUBTFUL_DAYS,
    find_completeness,
    is_doubtful,
    judge_list,
    render_completeness,
    without_known_papers,
)
from generator.cli.shared.lock import say_that_it_waits
from generator.cli.shared.output import echo
from generator.cli.shared.progress_bar import progress_bar
from generator.errors import DigestifError, Place, Problem
from generator.fetching.fetcher import Fetcher
from generator.fetching.results import FetchedFile, FetchResult
from generator.fetching.source_requests import FIRST_DAYS, service_urls, unsettled_days, user_agent
from generator.files.folder import write_named_file
from generator.ids import paper_key
from generator.importing.listing import ParsedFile
from generator.importing.parsing import parse_file
from generator.importing.report import ImportPlan, render_import_report
from generator.importing.run import import_files, parsed_file
from generator.model import Parsed
from generator.progress import ReportProgress
from generator.settings import load_settings
from generator.store.content import Content
from generator.store.load import load_content, load_fetched_days, update_content
from generator.store.record_days import record_days
from generator.store.snapshots.fetched_days import FetchedDays, failed_days, settled_days
from generator.store.snapshots.snapshots import REPLACED, is_list
from generator.text.counts import counted


def make_fetcher(site: Path, progress: ReportProgress) -> Fetcher:
    """The fetcher of a site. HF_TOKEN, which is optional, raises the limits of Hugging Face."""
    settings = load_settings(site)
    token = os.environ.get("HF_TOKEN", "").strip()
    return Fetcher(
        site,
        user_agent=user_agent(settings),
        urls=service_urls(os.environ),
        tokens={"hf": token} if token.isascii() and token.isprintable() and token else {},
        progress=progress,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class DailyFetch:
    """A fetch of a source's days, and whether its lists grow for some time.

    ``announced`` is content/ before a fetch of announcements, of which only news are imported.
    """

    source: str
    today: date
    grows: bool = True
    announced: Content | None = None

    def judge(self, fetched: FetchResult, files: Sequence[ParsedFile], content: Content) -> FetchedDays:
        """Judge every day that the source answered for; ``content`` is content/ before the import.

        The papers of a day are those on its list. Of announcements they are those that are news, since a window of
        submission times also finds papers of other days.
        """
        sizes: Counter[date] = Counter()
        for file in fetched.files:  # a long list comes in several responses
            sizes.update({file.day: file.papers} if file.day and not file.is_update else {})
        if self.announced is not None:
            sizes = _news(fetched.files, files, self.announced)
        return {
            (day, self.source): judge_list(
                sizes[day],
                content,
                source=self.source,
                day=day,
                today=self.today,
                doubt=doubt,
                grows=self.grows,
                is_incomplete=day in fetched.incomplete,
            )
            for day, doubt in fetched.days.items()
        }

    def failures(self, fetched: FetchResult, content: Content) -> FetchedDays:
        """The states of the days that could not be fetched."""
        return failed_days(self.source, content.fetched_days, fetched.failed, fetched.not_requested, today=self.today)


def find_unsettled(site: Path, source: str, today: date, *, first_days: int = FIRST_DAYS) -> tuple[date, ...]:
    """The days of a source that a fetch without a date requests; the first time, so many days."""
    days, lists = load_fetched_days(site)
    settled, first = settled_days(source, days, lists, before=today - timedelta(days=DOUBTFUL_DAYS))
    return unsettled_days(settled, first or today - timedelta(days=first_days - 1), today=today)


def listed_before(content: Content, day: date) -> frozenset[str]:
    """The arXiv ids on lists of earlier days."""
    return frozenset(
        entry.metadata.ids.arxiv
        for (when, source), snapshot in content.snapshots.items()
        if source == "arxiv" and when < day
        for entry in snapshot.entries
        if entry.metadata.ids.arxiv
    )


def updatable(content: Content, day: date) -> frozenset[str]:
    """The arXiv ids of papers with a record and on a list of an earlier day.

    A record on no list was written by people, whose words a source never replaces.
    """
    listed = {
        entry.metadata.ids.arxiv
        for (when, source), snapshot in content.snapshots.items()
        if is_list(source) and when < day
        for entry in snapshot.entries
    }
    return frozenset(arxiv for record in content.records if (arxiv := record.paper.ids.arxiv) in listed if arxiv)


def _news(fetched: Sequence[FetchedFile], files: Sequence[ParsedFile], announced: Content) -> Counter[date]:
    """The number of papers that announcements bring to each day, each counted once."""
    lists = [(file, day) for file, day in _dated(fetched, files) if day and is_list(file.parsed.source)]
    papers = {
        (day, paper_key(arxiv=paper.metadata.ids.arxiv, doi=paper.metadata.ids.doi, title=paper.metadata.title))
        for file in without_known_papers(lists, announced)
        for paper in file.parsed.papers
        if (day := paper.day)
    }
    return Counter(day for day, _ in papers)


def run_fetch(
    site: Path,
    ask: Callable[[Fetcher], FetchResult],
    *,
    day: date | None,
    import_now: bool,
    report: Path | None,
    by_day: DailyFetch | None = None,
) -> None:
    """Fetch, print the result and, with ``import_now``, import it.

    ``day`` is for files that have none; with ``by_day``, each day is judged by itself. The report is also written if
    the fetch fails.
    """
    try:
        lines, problems = _fetch(
            site, ask, day=day, import_now=import_now, by_day=by_day, with_report=report is not None
        )
    except DigestifError as error:
        if report is not None:
            failure = Problem(
                place=Place(file="The command failed"), code="not-fetched", found=error.message, fix=error.fix
            )
            write_named_file(report, render_completeness((), [failure]).encode())
        raise
    if report is not None:
        write_named_file(report, lines.encode())
    if problems:
        raise click.exceptions.Exit(1)


def _fetch(
    site: Path,
    ask: Callable[[Fetcher], FetchResult],
    *,
    day: date | None,
    import_now: bool,
    by_day: DailyFetch | None,
    with_report: bool,
) -> tuple[str, tuple[Problem, ...]]:
    """Fetch as ``run_fetch`` does. Returns the report in Markdown and the problems, which are printed."""
    with progress_bar() as progress:
        fetched, files = _parse_days(site, ask(make_fetcher(site, progress)))
        _print_files(site, fetched)
        after: Content | None = None
        if import_now:
            plan = _import(site, fetched.files, files, day, progress, announced=by_day.announced if by_day else None)
            before = plan.content
            after = update_content(site, before, plan.steps)
        elif with_report or by_day:
            before = after = load_content(site, use_cache=True)
        days = by_day.judge(fetched, files, before) if by_day else {}
        failures = by_day.failures(fetched, before) if by_day else {}
        _print_days(days)
        _print_skipped(failures)
        if import_now:
            record_days(site, {**failures, **days})
        elif any(file.papers for file in fetched.files):
            names = " ".join(_shown(site, file.file) for file in fetched.files if file.papers)
            dated = f" --date {day}" if day else ""
            echo(f"To import them, run: digestif import {names}{dated}")
    for problem in fetched.problems:
        echo(str(problem))
    found = find_completeness(files, after) if after is not None and with_report else ()
    return render_completeness(found, fetched.problems, days), fetched.problems


def _print_files(site: Path, fetched: FetchResult) -> None:
    for file in fetched.files:
        echo(f"{_shown(site, file.file)}: {counted(file.papers, 'paper')}, {_status(file)}")


def _print_days(days: FetchedDays) -> None:
    for (day, _), judged in sorted(days.items()):
        if is_doubtful(judged):
            again = ", so it is fetched again until it is settled" if judged.state == "provisional" else ""
            echo(f"{day}: {judged.state}: {judged.reason}{again}")


def _print_skipped(failures: FetchedDays) -> None:
    for (day, _), failed in sorted(failures.items()):
        if failed.state == "skipped":
            echo(f"{day}: skipped from now on, after {counted(failed.failures, 'failed fetch', 'failed fetches')}")


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
    *,
    announced: Content | None,
) -> ImportPlan:
    """Import all files and report it. Of announcements, only what ``announced`` does not have is imported."""
    dated = _dated(fetched, files)
    wanted = [file for file, _ in dated]
    if announced is not None:
        lists = [(file, when) for file, when in dated if when and is_list(file.parsed.source)]
        updates = [file for file, _ in dated if not is_list(file.parsed.source)]
        wanted = [*without_known_papers(lists, announced), *updates]
    plan = import_files(site, wanted, day=day, leave_unreadable=True, on_wait=say_that_it_waits, progress=progress)
    echo(render_import_report(plan.report))
    return plan


def _dated(fetched: Sequence[FetchedFile], files: Sequence[ParsedFile]) -> list[tuple[ParsedFile, date | None]]:
    """The files with papers, whose papers are on the list of the day that was requested, and these days."""
    return [
        (_with_day(parsed, file.day), file.day)
        for file, parsed in zip(fetched, files, strict=True)
        if parsed.parsed.papers
    ]


def _with_day(file: ParsedFile, day: date | None) -> ParsedFile:
    """The file with all papers on the list of the day that was requested."""
    if day is None:
        return file
    papers = tuple(replace(paper, day=day) for paper in file.parsed.papers)
    return replace(file, parsed=replace(file.parsed, papers=papers))


def _parse_days(site: Path, fetched: FetchResult) -> tuple[FetchResult, list[ParsedFile]]:
    """Parse all files. A day with a file that cannot be parsed becomes a problem, and the other days go on."""
    files: list[tuple[FetchedFile, ParsedFile]] = []
    problems: dict[date, Problem] = {}
    for file in fetched.files:
        try:
            files.append((file, parse_fetched(site, [file])[0]))
        except DigestifError as error:
            if file.day is None:
                raise
            problems[file.day] = Problem(
                place=Place(file=str(file.day)),
                code="not-read",
                found=error.message,
                fix=error.fix,
                severity="warning",
            )
    files = [(file, parsed) for file, parsed in files if file.day not in problems]
    left = replace(
        fetched,
        files=tuple(file for file, _ in files),
        problems=(*fetched.problems, *problems.values()),
        days={day: doubt for day, doubt in fetched.days.items() if day not in problems},
    )
    return left, [parsed for _, parsed in files]


def parse_fetched(site: Path, fetched: Sequence[FetchedFile]) -> list[ParsedFile]:
    """Parse fetched files as their sources."""
    return [
        parsed_file(
            site,
            file.file,
            _wanted(file, parse_file(file.file, source=file.source, name=_shown(site, file.file))),
        )
        for file in fetched
    ]


def _wanted(file: FetchedFile, parsed: Parsed) -> Parsed:
    """The papers of a feed that were asked for; updates are of a source of their own, which is no list."""
    if file.is_update:
        return replace(parsed, source=REPLACED)
    if file.only is None:
        return parsed
    return replace(parsed, papers=tuple(paper for paper in parsed.papers if paper.metadata.ids.arxiv in file.only))


def _shown(site: Path, file: Path) -> str:
    """A file's path as a person in the site's folder types it."""
    return file.relative_to(site).as_posix() if file.is_relative_to(site) else str(file)
