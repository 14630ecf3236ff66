"""Commands for contributions and the identity of records: apply, compare, duplicates, merge-records, rename."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click

from generator.checks.duplicates import PossibleDuplicate, find_duplicates
from generator.checks.fixes import show_difference
from generator.cli.fetching import fetch_paper
from generator.cli.shared.clock import today
from generator.cli.shared.lock import writer_lock
from generator.cli.shared.output import EXIT_NO_RESPONSE, echo
from generator.cli.shared.parameters import DRY_RUN, DRY_RUN_NOTE, INPUT_FILE, INPUT_FOLDER, OUTPUT_FILE
from generator.contributions.apply import FormResult, apply_form, refuse_form
from generator.contributions.difference import find_changes, render_changes
from generator.contributions.forms.addition import NO_LOOKUP, Lookup, wanted_paper
from generator.contributions.forms.form import Form, read_event, read_form
from generator.contributions.forms.outcome import Outcome
from generator.contributions.merging import merge_records
from generator.contributions.plain_report import plain_report
from generator.contributions.preview import PreviewPage, render_preview
from generator.contributions.renaming import rename_record
from generator.errors import DigestifError, quote
from generator.fetching.errors import NoResponseError
from generator.files.folder import Folder, read_named_file, write_named_file
from generator.model import Paper, Record
from generator.pages.affected import affected_pages
from generator.settings import load_settings, parse_folders, read_settings_file
from generator.store.apply import apply_changes
from generator.store.changes import FileRemoval, FileWrite
from generator.store.content import DISTINCT_FILE, Content
from generator.store.distinct import add_distinct
from generator.store.load import load_content
from generator.text.counts import counted

#: Authors by which a paper is described; more than these are counted.
_NAMED_AUTHORS = 3


@click.command()
@click.argument("form", metavar="[FORM.md]", required=False, type=INPUT_FILE)
@click.option("--event", metavar="FILE", type=INPUT_FILE, help="Read the form from a GitHub issue event file.")
@click.option(
    "--report", metavar="FILE", type=OUTPUT_FILE, help="Also write the report to FILE, as Markdown for a comment."
)
@click.option("--title", metavar="FILE", type=OUTPUT_FILE, help="Write the title of a pull request to FILE.")
@DRY_RUN
@click.pass_obj
def apply(
    site: Path, form: Path | None, event: Path | None, report: Path | None, title: Path | None, dry_run: bool
) -> None:
    """Apply an issue form to content/.

    FORM.md is the text of an issue made with one of the site's forms: fix a record, add a paper, propose a topic,
    remove a record, follow a search, say which papers are yours, or curate a digest. The report shows each changed
    field of a record or an author before and after. Exit code 1 means that the form cannot be
    applied; the report says why, and nothing is changed. Exit code 3 means that it cannot be applied yet, because the
    source of the paper to add did not respond: run the same command again later.

    Example: digestif apply issue.md --dry-run
    """
    raw, read = _chosen_form(form, event)
    submission = _read_submission(site, raw, read)  # before the lock: it may wait for a source
    with writer_lock(site):
        result = submission if isinstance(submission, FormResult) else _decide(site, submission)
        if not dry_run:
            apply_changes(site, result.steps)
    echo(plain_report(result.report), nl=False)
    if dry_run:
        echo(DRY_RUN_NOTE)
    if report is not None:
        write_named_file(report, result.report.encode())
    if title is not None and result.title:
        write_named_file(title, f"{result.title}\n".encode())
    if not result.steps:
        raise click.exceptions.Exit(EXIT_NO_RESPONSE if result.is_waiting else 1)


@click.command()
@click.argument("before", metavar="DIR", type=INPUT_FOLDER)
@click.option(
    "--preview",
    metavar="FILE",
    type=OUTPUT_FILE,
    help="Also write the built pages of the changed papers to FILE, one HTML file that opens without a server.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "markdown"]),
    help="text for people, markdown for pull requests.  [default: text on a terminal, else markdown]",
)
@click.pass_obj
def compare(site: Path, before: Path, preview: Path | None, output_format: Literal["text", "markdown"] | None) -> None:
    """List the records that differ from those of another checkout.

    DIR is the folder of the other checkout. Prints each changed paper with the difference of each field. Build the site
    before you use --preview.

    Example: digestif compare ../before --preview preview.html
    """
    old, new = load_content(before), load_content(site)
    changes = find_changes(old, new)
    if preview is not None:
        write_named_file(preview, _preview(site, affected_pages(old, new, changes)).encode())
    is_text = output_format == "text" or (output_format is None and sys.stdout.isatty())
    report = render_changes(changes)
    echo(plain_report(report) if is_text else report, nl=False)


@click.command(name="merge-records")
@click.argument("kept", metavar="KEPT")
@click.argument("other", metavar="OTHER")
@DRY_RUN
@click.pass_obj
def merge_two_records(site: Path, kept: str, other: str, dry_run: bool) -> None:
    """Merge two records of the same paper.

    KEPT and OTHER are keys of records, or their files if both have the same key. KEPT stays and takes over what only
    OTHER has. The address of OTHER then leads to KEPT.

    Example: digestif merge-records 2412.11360 visual-irl
    """
    with writer_lock(site):
        content = load_content(site)
        outcome = merge_records(_named_record(content, kept), _named_record(content, other), content)
        if not dry_run:
            apply_changes(site, outcome.steps)
    for problem in outcome.problems:
        echo(str(problem))
    for step in outcome.steps:
        if isinstance(step, FileWrite):
            echo(show_difference(content.raw[step.file], step.content, file=step.file), nl=False)
        elif isinstance(step, FileRemoval):
            echo(f"{'Remove' if dry_run else 'Removed'} {step.file}")
    _echo_result(outcome, dry_run=dry_run)


@click.command()
@click.option(
    "--ignore",
    "ignored",
    metavar="KEY KEY",
    nargs=2,
    multiple=True,
    help="Mark two records as different papers in content/distinct.yaml. Can be repeated.",
)
@click.pass_obj
def duplicates(site: Path, ignored: tuple[tuple[str, str], ...]) -> None:
    """List pairs of records that may be the same paper.

    Such records share an identifier, or their titles are the same, differ in a few words, or one has a subtitle. Each
    pair is listed with its authors, the reason and the command that merges it. Exit code 1 means that there are such
    pairs. Pairs in content/distinct.yaml are two papers: they are not listed again, digestif check does not report
    them, and they cannot be merged, not by an import either.

    Example: digestif duplicates --ignore state-of-things state-of-things-2
    """
    if ignored:
        _ignore_pairs(site, ignored)
        return
    content = load_content(site)
    pairs = find_duplicates(content.records, content.different_papers)
    if not pairs:
        echo("No duplicates.")
        return
    for pair in pairs:
        echo(_describe_pair(pair))
    echo(f"{counted(len(pairs), 'possible duplicate')}. Compare the two papers before you merge their records.")
    raise click.exceptions.Exit(1)


def _describe_pair(pair: PossibleDuplicate) -> str:
    first, second = pair.first, pair.second
    names = (first.file, second.file) if first.key == second.key else (first.key, second.key)
    papers = "".join(
        f"  {record.file}: {record.paper.title}\n    {_describe_paper(record.paper)}\n" for record in (first, second)
    )
    merge = f"  if both are one paper, run: digestif merge-records {' '.join(names)}\n"
    ignore = f"  if they are two papers, run: digestif duplicates --ignore {' '.join(names)}\n"
    return f"{pair.reason}:\n{papers}{merge}{ignore if first.key != second.key else ''}"


def _describe_paper(paper: Paper) -> str:
    """Return what tells papers apart, as in ``Ada Lovelace, Alan Turing and 3 more; ML Conf; 2020``."""
    names = [author.name for author in paper.authors]
    more = len(names) - _NAMED_AUTHORS
    shown = f"{', '.join(names[:_NAMED_AUTHORS])} and {more:,} more" if more > 0 else ", ".join(names)
    published = str(paper.published) if paper.published else "no date of publication"
    return "; ".join(filter(None, (shown or "no authors", paper.venue, published)))


def _ignore_pairs(site: Path, pairs: Iterable[tuple[str, str]]) -> None:
    """Add pairs to content/distinct.yaml, except those that it has."""
    with writer_lock(site):
        content = load_content(site)
        raw, known = content.raw.get(DISTINCT_FILE, b""), set(content.different_papers)
        for problem in content.problems:
            if problem.place.file == DISTINCT_FILE:
                raise DigestifError(str(problem), fix="fix this first")
        for one, other in pairs:
            keys = [_named_record(content, name).key for name in (one, other)]
            if keys[0] == keys[1]:
                raise DigestifError(f"{one} and {other} are one record", fix="name two records")
            if frozenset(keys) not in known:
                known.add(frozenset(keys))
                raw = add_distinct(raw, keys)
            echo(f"{keys[0]} and {keys[1]} are different papers.")
        old_hash = content.hashes.get(DISTINCT_FILE, "")
        if raw != content.raw.get(DISTINCT_FILE, b""):
            apply_changes(site, [FileWrite(file=DISTINCT_FILE, content=raw, old_hash=old_hash)])


@click.command()
@click.argument("key", metavar="KEY")
@click.argument("new_key", metavar="[NEW-KEY]", required=False, default="")
@DRY_RUN
@click.pass_obj
def rename(site: Path, key: str, new_key: str, dry_run: bool) -> None:
    """Give a record another key.

    KEY is the key of the record, or its file. Without NEW-KEY, the record gets the key that an import would make from
    its identifier or title. The old key becomes an alias: its address leads to the new one, and lists and notes that
    name it still find the record.

    Example: digestif rename b-a-title-b a-title
    """
    with writer_lock(site):
        content = load_content(site)
        outcome = rename_record(_named_record(content, key), new_key, content)
        if not dry_run:
            apply_changes(site, outcome.steps)
    _echo_result(outcome, dry_run=dry_run)


def _echo_result(outcome: Outcome, *, dry_run: bool) -> None:
    """Say what was done or, in a dry run, what the command would do."""
    echo(outcome.title if dry_run else outcome.done)
    if dry_run:
        echo(DRY_RUN_NOTE)


def _named_record(content: Content, name: str) -> Record:
    """Return the record with a key, a former key or a file.

    Raises DigestifError if there is none, or if two files have the key.
    """
    key = content.renamed.get(name, name)
    named = [record for record in content.records if record.key == key or record.file == name]
    if len(named) == 1:
        return named[0]
    if named:
        files = " or ".join(record.file for record in named)
        raise DigestifError(f"{len(named)} records have the key {name}", fix=f"name the file: {files}")
    raise DigestifError(
        f"there is no record {quote(name)}, or it has errors", fix="run digestif check; a record is named by its key"
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Submission:
    """A form, and what a source says about the paper to add."""

    form: Form
    lookup: Lookup


def _chosen_form(form: Path | None, event: Path | None) -> tuple[bytes, Callable[[bytes], Form]]:
    if form is not None and event is None:
        return read_named_file(form), read_form
    if event is not None and form is None:
        return read_named_file(event), read_event
    raise DigestifError("needs exactly one form", fix="use digestif apply FORM.md, or digestif apply --event FILE")


def _read_submission(site: Path, raw: bytes, read: Callable[[bytes], Form]) -> _Submission | FormResult:
    """Read a form. One that cannot be read gets a result as well: its author waits for a report."""
    try:
        form = read(raw)
    except DigestifError as error:
        return refuse_form(error)
    return _Submission(form=form, lookup=_look_up(site, form))


def _decide(site: Path, submission: _Submission) -> FormResult:
    return apply_form(submission.form, load_content(site), today=today(site), lookup=submission.lookup)


def _look_up(site: Path, form: Form) -> Lookup:
    """Ask a source for the paper to add. Without an answer, the form's own answers may be enough."""
    paper = wanted_paper(form)
    if not paper:
        return NO_LOOKUP
    try:
        return Lookup(metadata=fetch_paper(site, paper))
    except NoResponseError as error:
        fix = "try again later, or give the title in the field Title"
        return Lookup(reason=f"could not look up {paper}: {error.message}", fix=fix, no_response=True)
    except DigestifError as error:
        fix = "check the identifier, or give the title in the field Title"
        return Lookup(reason=f"could not look up {paper}: {error.message}", fix=fix)


def _preview(site: Path, pages: Mapping[str, str]) -> str:
    """Return the preview of those of the pages, by address with their names, that the site has."""
    settings = load_settings(site)
    folder = Folder(site / parse_folders(read_settings_file(site), root=site).site)
    if folder.kind("index.html") is None:
        raise DigestifError("there is no built site to preview", fix="run digestif build first")
    built = [
        PreviewPage(address=address, name=name, html=html)
        for address, name in pages.items()
        if (html := folder.read(f"{address}index.html".lstrip("/"))) is not None
    ]
    return render_preview(built, title=settings.title, site_url=settings.site_url, read=folder.read)


COMMANDS = (apply, compare, duplicates, merge_two_records, rename)
