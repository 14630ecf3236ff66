"""Commands for contributions: apply, compare."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from generator.cli.clock import today
from generator.cli.fetching import fetch_paper
from generator.cli.lock import writer_lock
from generator.contributions.apply import FormResult, apply_form, refuse_form
from generator.contributions.difference import find_changes, render_changes
from generator.contributions.forms import Form, read_event, read_form
from generator.contributions.record_forms import wanted_paper
from generator.errors import DigestifError
from generator.files.folder import write_named_file
from generator.model import SourceMetadata
from generator.store.apply import apply_changes
from generator.store.load import load_content

REPORT = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("form", metavar="[FORM.md]", required=False, type=FILE)
@click.option("--event", metavar="FILE", type=FILE, help="Read the form from GitHub's account of an issue event.")
@click.option("--report", metavar="FILE", type=REPORT, help="Write the report there too.")
@click.option("--dry-run", is_flag=True, help="Say what would change and write nothing.")
@click.pass_obj
def apply(site: Path, form: Path | None, event: Path | None, report: Path | None, dry_run: bool) -> None:
    """Apply an issue form to content/.

    FORM.md is the text of an issue that was made with one of the site's forms: fix a record, add a paper,
    propose a topic, remove a record. The report shows what changed, before and after. Exit code 1 means that the
    form cannot be applied as it is; the report says why, and nothing was changed.
    """
    raw, read = _chosen(form, event)
    with writer_lock(site):
        result = _decide(site, raw, read)
        if not dry_run:
            apply_changes(site, result.steps)
    click.echo(result.report, nl=False)
    if dry_run:
        click.echo("nothing was written (--dry-run)")
    if report is not None:
        write_named_file(report, result.report.encode())
    if not result.steps:
        raise click.exceptions.Exit(1)


@click.command()
@click.argument("before", metavar="DIR", type=FOLDER)
@click.pass_obj
def compare(site: Path, before: Path) -> None:
    """List the records that differ from those of another checkout in DIR.

    Markdown: each changed paper with its title and the difference of each field. Pull requests show it.
    """
    changes = find_changes(load_content(before), load_content(site))
    click.echo(render_changes(changes), nl=False)


def _chosen(form: Path | None, event: Path | None) -> tuple[bytes, Callable[[bytes], Form]]:
    if form is not None and event is None:
        return form.read_bytes(), read_form
    if event is not None and form is None:
        return event.read_bytes(), read_event
    raise DigestifError("one form is needed", fix="name it: digestif apply FORM.md, or digestif apply --event FILE")


def _decide(site: Path, raw: bytes, read: Callable[[bytes], Form]) -> FormResult:
    """What the form does. What is no form, or cannot be looked up, gets an answer as well: a person waits for it."""
    try:
        form = read(raw)
        found = _look_up(site, form)
    except DigestifError as error:
        return refuse_form(error)
    content = load_content(site)
    return apply_form(form, content, today=today(site), found=found)


def _look_up(site: Path, form: Form) -> SourceMetadata | None:
    """What a source says of the paper to add. A source that does not answer leaves the form's own words."""
    wanted = wanted_paper(form)
    if not wanted:
        return None
    try:
        return fetch_paper(site, wanted)
    except DigestifError as error:
        if form["title"]:
            return None
        raise DigestifError(
            f"{wanted} could not be looked up: {error.message}",
            fix="try again later, or give the title, the authors and the abstract in the form",
        ) from error


COMMANDS = (apply, compare)
