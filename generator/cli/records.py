"""Commands on records: import, check, format."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

import click

from generator.checks.before import note_earlier_errors
from generator.checks.fixes import fix_record, show_difference
from generator.checks.report import Format, exit_code, job_summary, render_problems
from generator.checks.site import chosen_files, find_problems
from generator.cli.shared.clock import today
from generator.cli.shared.lock import say_that_it_waits, writer_lock
from generator.cli.shared.output import echo
from generator.cli.shared.parameters import ANY_PATH, DAY, DRY_RUN, DRY_RUN_NOTE, INPUT_FILE
from generator.cli.shared.progress_bar import progress_bar
from generator.errors import DigestifError, Problem
from generator.files.folder import Folder
from generator.files.hashing import hash_bytes
from generator.importing.listing import ParsedFile
from generator.importing.parsing import parse_file
from generator.importing.report import render_import_report
from generator.importing.report_json import import_report_json
from generator.importing.run import import_files, load_kept_sources, parsed_file, quarantine_source
from generator.records.canonical import format_record
from generator.settings import load_settings
from generator.sources.registry import SOURCES
from generator.sources.sources_file import BUILT_IN, KeptSources
from generator.store.apply import apply_changes
from generator.store.changes import FileWrite
from generator.store.content import PAPERS_FOLDER, Content
from generator.store.load import load_content, update_content
from generator.text.counts import counted


@click.command(name="import")
@click.argument("files", metavar="[FILE...]", nargs=-1, type=INPUT_FILE)
@click.option(
    "--source",
    metavar="NAME",
    help="Override source detection, as in --source ris, or name a table's origin, as in --source scopus.",
)
@click.option("--date", "day", metavar="YYYY-MM-DD", type=DAY, help="The digest's day.")
@click.option(
    "--column",
    "columns",
    metavar="FIELD=HEADING",
    multiple=True,
    help="For tables: the heading of a field's column, as in --column title=paper_title.",
)
@click.option(
    "--record-removals",
    is_flag=True,
    help="Record every paper with a missing record file as removed, so that no import adds it again.",
)
@click.option(
    "--complete",
    "complete_as",
    metavar="NAME",
    help="Only add what existing records lack, such as ids from a table, as the source NAME-enrich.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="text for people, json for programs.",
)
@DRY_RUN
@click.pass_obj
def import_papers(
    site: Path,
    files: tuple[Path, ...],
    source: str | None,
    day: date | None,
    columns: tuple[str, ...],
    record_removals: bool,
    complete_as: str | None,
    output_format: Literal["text", "json"],
    dry_run: bool,
) -> None:
    """Import papers into content/.

    FILE is a page, a feed, a table or a response of a source. The source is detected, or set with --source NAME:

    \b
    SOURCES

    The columns of tables are recognised by their headings. NAME may also be that of a table's origin, such as scopus,
    or of a source in content/sources.yaml, where a digest keeps the headings of its own tables; digestif sources lists
    all names.

    Papers go into the digest of --date, else of the day that the source gives, else of the day in the file's name
    (2025-06-13.json). An import can be repeated: people's corrections stay. Items that cannot be read are set aside
    under content/quarantine/, where you can fix them and import them again; then the exit code is 1.

    Example: digestif import papers.json --date 2025-07-31
    """
    if not files and not record_removals:
        raise click.UsageError("Missing argument 'FILE...'.")
    if complete_as is not None and day:
        raise click.UsageError("--complete keeps the day of each record: leave out --date.")
    load_settings(site)  # only the folder of a digest is written to
    with progress_bar() as progress:
        parsed = list(_parse_files(site, files, source, _column_map(columns)))
        plan = import_files(
            site,
            parsed,
            day=day,
            dry_run=dry_run,
            record_removals=record_removals,
            complete_as=complete_as,
            on_wait=say_that_it_waits,
            progress=progress,
        )
    if output_format == "json":
        echo(import_report_json(plan.report, dry_run=dry_run), nl=False)
    else:
        echo(render_import_report(plan.report, dry_run=dry_run))
        if dry_run:
            echo(DRY_RUN_NOTE)
    if plan.report.counts.set_aside or exit_code(plan.report.problems):
        raise click.exceptions.Exit(1)


import_papers.help = inspect.cleandoc(import_papers.help or "").replace(
    "SOURCES", "\n".join(f"  {source.name:<14} {source.about}" for source in SOURCES.values())
)


def _parse_files(
    site: Path, files: Sequence[Path], source: str | None, columns: dict[str, str]
) -> Iterator[ParsedFile]:
    kept = load_kept_sources(site)
    for file in files:
        named = source or _source_of_quarantine(quarantine_source(site, file), kept)
        yield parsed_file(site, file, parse_file(file, source=named, columns=columns, kept=kept))


def _source_of_quarantine(name: str, kept: KeptSources) -> str | None:
    """The source by which a file of the quarantine is read; None if its content shows that, or if it is another file.

    The digest's own tables are in folders of their names, also while their entry in content/sources.yaml has an error.
    """
    return name if name and name not in BUILT_IN and (name in kept.presets or kept.problems) else None


def _column_map(columns: Sequence[str]) -> dict[str, str]:
    pairs = [column.partition("=") for column in columns]
    for field, sign, heading in pairs:
        if not (field and sign and heading):
            raise DigestifError(
                f"--column {field}{sign}{heading}: needs a field and a heading",
                fix="write FIELD=HEADING, as in --column title=paper_title",
            )
    return {field: heading for field, _, heading in pairs}


@click.command()
@click.argument("files", metavar="[FILE...]", nargs=-1, type=ANY_PATH)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="text for people, json for programs, github for annotations and a job summary.",
)
@click.option("--strict", is_flag=True, help="Treat warnings and suggestions as errors.")
@click.option("--fix", is_flag=True, help="Fix safe problems automatically, after showing the changes.")
@click.option("--yes", is_flag=True, help="With --fix: do not ask before writing.")
@click.option(
    "--before",
    metavar="DIR",
    type=ANY_PATH,
    help="The folder of the digest before a change: its errors in files that have not changed since are suggestions.",
)
@click.pass_obj
def check(
    site: Path,
    files: tuple[Path, ...],
    output_format: Format,
    strict: bool,
    fix: bool,
    yes: bool,
    before: Path | None,
) -> None:
    """Check the records under content/.

    With FILE, reports only the problems of these files. Each problem has its file, line and column, and how to fix it.
    Exit code 1 means that there are errors; warnings and suggestions count only with --strict.

    Example: digestif check content/papers/2025/07/31/2412.11360.yaml
    """
    load_settings(site)
    if fix:
        rewritten = _rewrite(site, files, fix_record, ask=not yes, verb="Fixed")
        content, only = rewritten.content, rewritten.files
    else:
        content = load_content(site)
        only = chosen_files(site, files, content)
    found = find_problems(site, content, only=only, today=today(site))
    if before is not None:
        found = replace(found, problems=_without_earlier_errors(site, before, found.problems))
    echo(render_problems(found.problems, records=found.checked, noun=found.noun, form=output_format), nl=False)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if output_format == "github" and summary:
        with Path(summary).open("a", encoding="utf-8") as stream:
            stream.write(job_summary(found.problems, records=found.checked, noun=found.noun))
    if code := exit_code(found.problems, strict=strict):
        raise click.exceptions.Exit(code)


def _without_earlier_errors(site: Path, before: Path, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    ours, theirs = Folder(site), Folder(before)
    if not before.is_dir():
        raise DigestifError(f"{before}: is not a folder", fix="name the folder of the digest before the change")
    try:
        known = find_problems(before, load_content(before), today=today(site)).problems
    except DigestifError:  # a state that could not be read excuses nothing
        return tuple(problems)

    def is_touched(file: str) -> bool:
        try:
            return ours.read(file) != theirs.read(file)
        except (DigestifError, OSError):  # a folder, or a link
            return ours.kind(file) != theirs.kind(file)

    return note_earlier_errors(problems, known, is_touched=is_touched)


@click.command(name="format")
@click.argument("files", metavar="[FILE...]", nargs=-1, type=ANY_PATH)
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; exit code 1 if a record is not in canonical form."
)
@click.pass_obj
def format_records(site: Path, files: tuple[Path, ...], only_check: bool) -> None:
    """Put records in canonical form.

    Formats the order of fields, quotes and line breaks; comments stay. Without FILE, formats all records.

    Example: digestif format --check
    """
    rewritten = _rewrite(site, files, format_record, ask=False, write=not only_check, verb="Formatted")
    if only_check and rewritten.changed:
        raise click.exceptions.Exit(1)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Rewritten:
    """content/ after a rewrite, the files that were chosen, and how many of them differ from their new form."""

    content: Content
    files: tuple[str, ...]
    changed: int


def _rewrite(
    site: Path,
    files: Sequence[Path],
    change: Callable[[bytes], bytes],
    *,
    verb: str,
    ask: bool = False,
    write: bool = True,
) -> _Rewritten:
    """Show what ``change`` does to the chosen records, or to all, and write it unless a person declines."""
    with writer_lock(site):
        content = load_content(site)
        chosen = chosen_files(site, files, content)
        steps = _rewrite_steps(content, chosen or sorted(content.raw), change)
        for step in steps:
            echo(show_difference(content.raw[step.file], step.content, file=step.file), nl=False)
        counted_records = counted(len(steps), "record")
        rewritten = _Rewritten(content=content, files=chosen, changed=len(steps))
        if not steps or not write:
            return rewritten
        if ask and not click.confirm(f"Write these changes to {counted_records}?", default=True):
            return rewritten
        apply_changes(site, steps)
    echo(f"{verb} {counted_records}.")
    return _Rewritten(content=update_content(site, content, steps), files=chosen, changed=len(steps))


def _rewrite_steps(content: Content, files: Sequence[str], change: Callable[[bytes], bytes]) -> list[FileWrite]:
    records = [file for file in files if file.startswith(f"{PAPERS_FOLDER}/") and file in content.raw]
    changed = {file: change(content.raw[file]) for file in records}
    return [
        FileWrite(file=file, content=new, old_hash=hash_bytes(content.raw[file]))
        for file, new in changed.items()
        if new != content.raw[file]
    ]


COMMANDS = (import_papers, check, format_records)
