"""The command status."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

import click

from generator.checks.digests import read_digests
from generator.checks.left_out import leave_out_errors
from generator.checks.status import digest_status, render_status, status_json
from generator.cli.shared.clock import today
from generator.cli.shared.output import echo
from generator.errors import DigestifError
from generator.settings import load_settings
from generator.store.load import load_content


@click.command()
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="text for people, json for programs.",
)
@click.pass_obj
def status(site: Path, output_format: Literal["text", "json"]) -> None:
    """Show which days were fetched, and what needs attention.

    For every source: the days that are settled, those that are fetched again, those that are missing, and those that
    are skipped after many failures. Also the age of the newest digest, drafts of digests, items in quarantine, and
    records that a build leaves out.

    Example: digestif status --format json
    """
    load_settings(site)
    content = load_content(site, use_cache=True)
    try:
        readable = leave_out_errors(content)
        found = digest_status(readable.content, left_out=readable.left_out, today=today(site))
    except DigestifError:  # too many errors to build: the command shows all of them
        errors = tuple(problem for problem in content.problems if problem.severity == "error")
        found = digest_status(content, left_out=errors, today=today(site))
    drafts = tuple(digest.span.file for digest in read_digests(content).digests if digest.is_draft)
    found = replace(found, drafts=drafts)
    echo((render_status if output_format == "text" else status_json)(found, today=today(site)), nl=False)


COMMANDS = (status,)
