"""Commands for contributions: apply, compare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from generator.cli.clock import today
from generator.cli.fetching import fetch_paper
from generator.cli.lock import writer_lock
from generator.cli.output import echo
from generator.cli.parameters import DRY_RUN, DRY_RUN_NOTE, INPUT_FILE, INPUT_FOLDER, OUTPUT_FILE
from generator.contributions.apply import FormResult, apply_form, refuse_form
from generator.contributions.difference import find_changes, render_changes
from generator.contributions.forms import Form, read_event, read_form
from generator.contributions.record_forms import wanted_paper
from generator.errors import DigestifError
from generator.files.folder import write_named_file
from generator.model import SourceMetadata
from generator.store.apply import apply_changes
from generator.store.load import load_content


@click.command()
@click.argument("form", metavar="[FORM.md]", required=False, type=INPUT_FILE)
@click.option("--event", metavar="FILE", type=INPUT_FILE, help="Read the form from a GitHub issue event file.")
@click.option("--report", metavar="FILE", type=OUTPUT_FILE, help="Also write the report to FILE.")
@DRY_RUN
@click.pass_obj
def apply(site: Path, form: Path | None, event: Path | None, report: Path | None, dry_run: bool) -> None:
    """Apply an issue form to content/.

    FORM.md is the text of an issue made with one of the site's forms: fix a record, add a paper, propose a topic, or
    remove a record. The report shows each changed field before and after. Exit code 1 means that the form cannot be
    applied; the report says why, and nothing is changed.

    Example: digestif apply issue.md --dry-run
    """
    raw, read = _chosen_form(form, event)
    submission = _read_submission(site, raw, read)  # before the lock: it may wait for a source
    with writer_lock(site):
        result = submission if isinstance(submission, FormResult) else _decide(site, submission)
        if not dry_run:
            apply_changes(site, result.steps)
    echo(result.report, nl=False)
    if dry_run:
        echo(DRY_RUN_NOTE)
    if report is not None:
        write_named_file(report, result.report.encode())
    if not result.steps:
        raise click.exceptions.Exit(1)


@click.command()
@click.argument("before", metavar="DIR", type=INPUT_FOLDER)
@click.pass_obj
def compare(site: Path, before: Path) -> None:
    """List the records that differ from those of another checkout.

    DIR is the folder of the other checkout. Prints Markdown for pull requests: each changed paper with the difference
    of each field.

    Example: digestif compare ../before
    """
    changes = find_changes(load_content(before), load_content(site))
    echo(render_changes(changes), nl=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Submission:
    """A form, and the metadata that a source has of the paper to add."""

    form: Form
    found: SourceMetadata | None


def _chosen_form(form: Path | None, event: Path | None) -> tuple[bytes, Callable[[bytes], Form]]:
    if form is not None and event is None:
        return form.read_bytes(), read_form
    if event is not None and form is None:
        return event.read_bytes(), read_event
    raise DigestifError("needs exactly one form", fix="use digestif apply FORM.md, or digestif apply --event FILE")


def _read_submission(site: Path, raw: bytes, read: Callable[[bytes], Form]) -> _Submission | FormResult:
    """Read a form. One that cannot be read or looked up gets a result as well: its author waits for a report."""
    try:
        form = read(raw)
        return _Submission(form=form, found=_look_up(site, form))
    except DigestifError as error:
        return refuse_form(error)


def _decide(site: Path, submission: _Submission) -> FormResult:
    return apply_form(submission.form, load_content(site), today=today(site), found=submission.found)


def _look_up(site: Path, form: Form) -> SourceMetadata | None:
    """The source's metadata of the paper to add; None if no source responds and the form itself has the title."""
    paper = wanted_paper(form)
    if not paper:
        return None
    try:
        return fetch_paper(site, paper)
    except DigestifError as error:
        if form["title"]:
            return None
        raise DigestifError(
            f"could not look up {paper}: {error.message}",
            fix="try again later, or give the title, the authors and the abstract in the form",
        ) from error


COMMANDS = (apply, compare)
