"""The command for editors: curate."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

import click

from generator.catalog.catalog import UNRANKED, Catalog, Entry
from generator.catalog.digests.digest import Span, span_of
from generator.catalog.digests.template import digest_template, papers_to_choose
from generator.checks.digests import read_digests
from generator.cli.shared.chosen_papers import plain_catalog
from generator.cli.shared.clock import today
from generator.cli.shared.lock import writer_lock
from generator.cli.shared.output import echo
from generator.errors import DigestifError
from generator.files.folder import Folder
from generator.pages.views.paper_counts import paper_count, papers_in_digests
from generator.settings import uses_topic_words
from generator.store.load import load_content, load_valid_content
from generator.text.counts import counted
from generator.text.visible import escape_controls

#: Papers that the command shows. The file suggests more, since an editor can search it.
SHOWN = 40


class SpanArgument(click.ParamType[Span]):
    """A day, a week or a month: 2025-07-31, 2025-W31 or 2025-07."""

    name = "date"

    def convert(self, value: str | Span, param: click.Parameter | None, ctx: click.Context | None) -> Span:
        """The span; anything else is a usage error."""
        if isinstance(value, Span):
            return value
        try:
            return span_of(value)
        except ValueError as error:
            found = str(error).partition("\n")[0]
            self.fail(f"{found}. Write 2025-07-31, 2025-W31 or 2025-07.", param, ctx)


@click.command()
@click.argument("span", metavar="DATE", type=SpanArgument())
@click.option("--pick", "picks", metavar="KEY", multiple=True, help="Begin the file with this pick; can be repeated.")
@click.option("--no-edit", is_flag=True, help="Do not open an editor.")
@click.pass_obj
def curate(site: Path, span: Span, picks: tuple[str, ...], no_edit: bool) -> None:
    """Write the introduction and the picks of a day, a week or a month.

    Shows the papers to pick from, and writes the file. DATE is a day (2025-07-31), a week (2025-W31) or a month
    (2025-07). Papers of a day appear in the order of the day's page, with their ranks; those of a week or a month are
    sorted by votes. At most 40 are shown, with their votes and topics, below the number of papers on the page.
    The new file content/digests/DATE.yaml is a draft that lists the papers as comments. On a terminal, it is opened in
    your editor ($VISUAL or $EDITOR), and checked when you close it; exit code 1 means that it has mistakes. An
    existing file is opened and checked, and never overwritten.

    Example: digestif curate 2025-07-31 --pick 2507.22827
    """
    folder = Folder(site)
    with writer_lock(site):  # also while papers are read: another command could change them before they are listed
        is_new = _write_draft(site, folder, span, picks)
    echo(f"{span.file}: {'written, as a draft' if is_new else 'exists'}")
    if not no_edit and sys.stdin.isatty() and sys.stdout.isatty():
        try:
            click.edit(filename=str(folder.path(span.file)))
        except click.ClickException as error:
            raise DigestifError(
                f"{span.file}: no editor opens it: {error.message}",
                fix="set $EDITOR to the command of an editor, or open the file by hand; digestif check checks it",
            ) from error
    _report_problems(site, span)


def _write_draft(site: Path, folder: Folder, span: Span, picks: tuple[str, ...]) -> bool:
    """Show the papers, and write the file if there is none; returns whether it was written."""
    catalog = plain_catalog(load_valid_content(site), use_words=uses_topic_words(site), today=today(site))
    entries = papers_to_choose(span, _entries(catalog, span))
    picked = tuple(_known_key(catalog, key) for key in dict.fromkeys(picks))
    for line in _table(catalog, span, entries):
        echo(line)
    is_new = folder.kind(span.file) is None
    if not is_new and picked:
        raise DigestifError(f"{span.file} exists already, so --pick has no effect", fix="add the pick to the file")
    if is_new:
        folder.write(span.file, digest_template(span, (*_picked(catalog, picked), *entries), picked=picked))
    return is_new


def _entries(catalog: Catalog, span: Span) -> Iterator[Entry]:
    for day, entries in catalog.by_day.items():
        if span.first <= day <= span.last:
            yield from entries


def _picked(catalog: Catalog, keys: tuple[str, ...]) -> Iterator[Entry]:
    for key in keys:
        yield catalog.by_key[key]


def _known_key(catalog: Catalog, key: str) -> str:
    if key not in catalog.by_key:
        close = get_close_matches(key, sorted(catalog.by_key), n=1)
        fix = f"did you mean {close[0]}?" if close else "give the last part of the address of the paper's page"
        raise DigestifError(f"--pick {key}: there is no such paper", fix=fix)
    return key


def _table(catalog: Catalog, span: Span, entries: tuple[Entry, ...]) -> Iterator[str]:
    """Yield two lines for each paper: its rank, key, votes and topics, and its title."""
    days = [day for day in catalog.by_day if span.first <= day <= span.last]
    count = paper_count(catalog, days) if span.kind == "day" else papers_in_digests(catalog, days)
    yield f"{span.title}: {count}"
    for entry in entries[:SHOWN]:
        rank = entry.rank_on(span.first) if span.kind == "day" else UNRANKED
        votes = counted(entry.metrics.upvotes, "vote") if entry.metrics.upvotes else ""
        topics = ", ".join(catalog.topic(assignment.topic).name for assignment in entry.topics)
        facts = " · ".join(fact for fact in (entry.key, votes, topics) if fact)
        yield escape_controls(f"{rank if rank < UNRANKED else '–':>4}  {facts}")
        yield escape_controls(f"      {entry.paper.title}")
    if len(entries) > SHOWN:
        yield f"      and {len(entries) - SHOWN:,} more; the page of the {span.kind} leads to all of them"


def _report_problems(site: Path, span: Span) -> None:
    problems = [problem for problem in read_digests(load_content(site)).problems if problem.place.file == span.file]
    for problem in problems:
        echo(str(problem))
    if any(problem.severity == "error" for problem in problems):
        raise click.exceptions.Exit(1)


COMMANDS = (curate,)
