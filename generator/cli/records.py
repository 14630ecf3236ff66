"""Commands on records: import, check, format, export."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import click

from generator.catalog.topics.classifier import Classifier, assign_topics
from generator.catalog.topics.topics_file import read_topics
from generator.checks.fixes import fix_record, show_difference
from generator.checks.report import Format, exit_code, job_summary, render_problems
from generator.checks.site import chosen_files, find_problems
from generator.cli.clock import today
from generator.cli.exports import EXPORTS
from generator.cli.lock import writer_lock
from generator.cli.progress_bar import progress_bar
from generator.errors import DigestifError
from generator.files.folder import write_named_file
from generator.files.hashing import hash_bytes
from generator.importing.listing import ParsedFile
from generator.importing.report import render_import_report
from generator.importing.run import import_files, parsed_file
from generator.records.canonical import format_record
from generator.settings import load_settings
from generator.sources.registry import SOURCES, detect_source, parse
from generator.store.apply import apply_changes
from generator.store.changes import FileWrite
from generator.store.content import TOPICS_FILE
from generator.store.load import load_content, load_valid_content

FILES = click.argument(
    "files", metavar="[FILE...]", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
DAY = click.DateTime(["%Y-%m-%d"])


@click.command(name="import")
@FILES
@click.option("--source", metavar="NAME", help="The source, when it is not to be recognised.")
@click.option("--date", "day", metavar="YYYY-MM-DD", type=DAY, help="The day of the digest.")
@click.option(
    "--column",
    "columns",
    metavar="FIELD=HEADING",
    multiple=True,
    help="For tables: the heading under which a field stands, as in --column title=paper_title.",
)
@click.option(
    "--record-removals",
    is_flag=True,
    help="Record every paper with a missing record file as removed, so that no import adds it again.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen and write nothing.")
@click.pass_obj
def import_papers(
    site: Path,
    files: tuple[Path, ...],
    source: str | None,
    day: datetime | None,
    columns: tuple[str, ...],
    record_removals: bool,
    dry_run: bool,
) -> None:
    """Bring papers into content/.

    FILE is what a source gave; which one is recognised from the file itself, or said by --source:

    \b
    SOURCES

    The digest's day is --date, else what the source says of each paper, else the file's name
    (2025-06-13.json). Import as often as you like: what people corrected stays corrected, and an item that
    cannot be read is kept, named, and can be imported again after mending.
    """
    if not files and not record_removals:
        raise click.UsageError("Missing argument 'FILE...'.")
    load_settings(site)  # refuse a folder that is no digest instead of filling it
    with progress_bar() as step:
        parsed = list(_parse_files(site, files, source, _column_map(columns)))
        plan = import_files(
            site,
            parsed,
            day=day.date() if day else None,
            dry_run=dry_run,
            record_removals=record_removals,
            progress=step,
        )
    click.echo(render_import_report(plan.report))
    if dry_run:
        click.echo("nothing was written (--dry-run)")
    if plan.report.counts.set_aside or exit_code(plan.report.problems):
        raise click.exceptions.Exit(1)


import_papers.help = inspect.cleandoc(import_papers.help or "").replace(
    "SOURCES", "\n".join(f"  {source.name:<9} {source.about}" for source in SOURCES.values())
)


def _parse_files(
    site: Path, files: Sequence[Path], source: str | None, columns: dict[str, str]
) -> Iterator[ParsedFile]:
    for file in files:
        raw = file.read_bytes()
        chosen = source or detect_source(raw, name=file.name)
        if chosen is None:
            raise DigestifError(
                f"{file}: it is not clear which source this comes from",
                fix=f"name one: --source {' | '.join(SOURCES)}",
            )
        yield parsed_file(site, file, parse(chosen, raw, name=file.name, columns=columns))


def _column_map(columns: Sequence[str]) -> dict[str, str]:
    pairs = [column.partition("=") for column in columns]
    for field, sign, heading in pairs:
        if not (field and sign and heading):
            raise DigestifError(
                f"--column {field}{sign}{heading}: is not a field and a heading",
                fix="expected FIELD=HEADING, as in --column title=paper_title",
            )
    return {field: heading for field, _, heading in pairs}


@click.command()
@click.argument("files", metavar="[FILE...]", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True,
    help="Text for people, JSON for programs, annotations and a job summary for GitHub.",
)  # fmt: skip
@click.option("--strict", is_flag=True, help="Count warnings and advice as errors.")
@click.option("--fix", is_flag=True, help="Mend what needs no judgement, showing the difference first.")
@click.option("--yes", is_flag=True, help="With --fix: do not ask before writing.")
@click.pass_obj
def check(site: Path, files: tuple[Path, ...], form: Format, strict: bool, fix: bool, yes: bool) -> None:
    """Check the records under content/, or only what concerns FILEs.

    Every problem is told with file, line and column, and how to mend it. Exit code 1 means that there is
    something to mend, 0 that all is well; advice does not count unless --strict.
    """
    if fix:
        _rewrite(site, files, fix_record, ask=not yes, done="mended")
    found = find_problems(site, only=files, today=today(site))
    click.echo(render_problems(found.problems, records=found.records, form=form), nl=False)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if form == "github" and summary:
        with Path(summary).open("a", encoding="utf-8") as stream:
            stream.write(job_summary(found.problems, records=found.records))
    if code := exit_code(found.problems, strict=strict):
        raise click.exceptions.Exit(code)


@click.command(name="format")
@click.argument("files", metavar="[FILE...]", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit code 1 when a record is not in form.")
@click.pass_obj
def format_records(site: Path, files: tuple[Path, ...], only_check: bool) -> None:
    """Put records in canonical form: order of fields, quotes, line breaks. Comments stay.

    Without FILE, all records.
    """
    if _rewrite(site, files, format_record, ask=False, write=not only_check, done="formatted") and only_check:
        raise click.exceptions.Exit(1)


@click.command()
@click.argument("form", type=click.Choice(list(EXPORTS)))
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write there instead of to standard output.",
)
@click.pass_obj
def export(site: Path, form: str, out: Path | None) -> None:
    """Write every record with all that is known of it, one JSON object a line.

    Importing the file into a new digest gives the same records: digestif import records.jsonl
    """
    content = load_valid_content(site)
    library = content.library
    classifier = Classifier(read_topics(content.topics, file=TOPICS_FILE))
    topics = {
        key: [given.topic for given in assign_topics(record.paper, classifier)]
        for key, record in library.records.items()
    }
    lines = (f"{line}\n" for line in EXPORTS[form](content, shown_topics=topics))
    if out is None:
        for line in lines:
            click.echo(line, nl=False)
    else:
        write_named_file(out, "".join(lines).encode())
        click.echo(f"{out}: {len(library.records):,} records")


def _rewrite(
    site: Path,
    files: Sequence[Path],
    change: Callable[[bytes], bytes],
    *,
    done: str,
    ask: bool = False,
    write: bool = True,
) -> int:
    """Give records the form that ``change`` gives them, showing the difference; returns how many differ."""
    with writer_lock(site):
        content = load_content(site)
        wanted = chosen_files(site, files, content) or tuple(file for file in sorted(content.raw) if "/papers/" in file)
        steps = [
            FileWrite(file=file, content=changed, old_hash=hash_bytes(content.raw[file]))
            for file in wanted
            if file in content.raw and (changed := change(content.raw[file])) != content.raw[file]
        ]
        for step in steps:
            click.echo(show_difference(content.raw[step.file], step.content, file=step.file), nl=False)
        if not steps or not write:
            return len(steps)
        if ask and not click.confirm(f"Write these changes to {_counted(steps)}?", default=True):
            return len(steps)
        apply_changes(site, steps)
    click.echo(f"{_counted(steps)} {done}")
    return len(steps)


def _counted(steps: Sequence[FileWrite]) -> str:
    return f"{len(steps):,} record{'' if len(steps) == 1 else 's'}"


COMMANDS = (import_papers, check, format_records, export)
