"""Commands on the files that a digest needs besides its records: new, update, doctor."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from generator import __version__
from generator.cli.shared.lock import writer_lock
from generator.cli.shared.output import echo
from generator.cli.shared.parameters import ANY_PATH, DRY_RUN, DRY_RUN_NOTE
from generator.files.folder import Folder
from generator.settings import load_settings
from generator.setup.doctor.email import check_email, check_email_online
from generator.setup.doctor.github import API, Repository, check_repository
from generator.setup.doctor.local import check_folder, remote_url
from generator.setup.doctor.results import Result, render_json, render_text, unknown
from generator.setup.doctor.variables import check_variables
from generator.setup.doctor.version import check_version
from generator.setup.new_site import make_site
from generator.setup.update import NEW_FOLDER, Outcome, Update, apply_update, plan_update
from generator.text.counts import counted

_OUTCOMES: Mapping[Outcome, str] = {
    "added": "added",
    "updated": "updated",
    "merged": "merged with your changes",
    "removed": "removed",
    "kept": "kept as you have it",
    "conflict": f"conflict: your file stays; merge it with the new version, {NEW_FOLDER}/{{path}}, and delete that",
}
_PLANNED: Mapping[Outcome, str] = {
    "added": "would be added",
    "updated": "would be updated",
    "merged": "would be merged with your changes",
    "removed": "would be removed",
    "kept": "would be kept as you have it",
    "conflict": f"conflict: your file would stay; the new version is for {NEW_FOLDER}/{{path}}",
}


@click.command()
@click.argument("folder", metavar="DIR", type=ANY_PATH)
def new(folder: Path) -> None:
    """Create a new, empty digest in the folder DIR.

    It contains settings (mkdocs.yml), topics (content/topics.yaml), GitHub workflows that check and publish, guides,
    and requirements.txt, which installs this version of Digestif. DIR must be new, empty, or an empty Git repository.

    Example: digestif new my-digest
    """
    make_site(folder)
    echo(
        f"Created a new digest in {folder}. Next:\n"
        f"  cd {folder}\n"
        "  digestif fetch hf --import               import the newest papers of Hugging Face\n"
        "  digestif import FILE --date YYYY-MM-DD   or import a file of your own\n"
        "  digestif serve                           preview the site\n"
        "  digestif doctor                          see what is missing before you publish\n"
        "README.md explains how to publish it. Without site_url and repo_url in mkdocs.yml, the pages have no public\n"
        "address and no links for corrections; the workflows fill them in on GitHub."
    )


@click.command()
@DRY_RUN
@click.pass_obj
def update(site: Path, dry_run: bool) -> None:
    """Update the digest's own files to this version of Digestif.

    Updates workflows, issue forms, guides, settings, the schema, and the pinned program. Changes that you made are
    merged. If both you and the new version changed the same lines, your file stays, the new one is written to
    vendor/new/, and the exit code is 1 until you have merged and deleted it. Records, topics and notes are never
    changed. Install the new version first, and review the result with git diff.

    Example: digestif update --dry-run
    """
    folder = Folder(site)
    with writer_lock(site):
        planned = plan_update(folder)
        if not dry_run:
            apply_update(folder, planned)
    echo(_render_update(planned, dry_run=dry_run))
    if dry_run:
        echo(DRY_RUN_NOTE)
    if planned.conflicts:
        raise click.exceptions.Exit(1)


def _render_update(planned: Update, *, dry_run: bool) -> str:
    if not planned.steps:
        return f"This digest is up to date with Digestif {__version__}."
    before = f" from {planned.before}" if planned.before not in ("", __version__) else ""
    if len(planned.conflicts) == len(planned.steps):
        verb = "has" if len(planned.conflicts) == 1 else "have"
        lines = [f"Digestif {__version__}: {counted(len(planned.conflicts), 'file')} {verb} to be merged."]
    else:
        verb = "would be" if dry_run else "were"
        lines = [f"Digestif {__version__}: the files of this digest {verb} updated{before}."]
    outcomes = _PLANNED if dry_run else _OUTCOMES
    lines += (f"  {step.path}: {outcomes[step.outcome].format(path=step.path)}" for step in planned.steps)
    return "\n".join(lines)


@click.command()
@click.option("--online", is_flag=True, help="Also check the repository on GitHub.")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="text for people, json for programs.",
)
@click.pass_obj
def doctor(site: Path, online: bool, output_format: str) -> None:
    """Find out what a digest needs before it can be published.

    Checks the pinned program, settings, e-mail, records and Git. With --online, also asks GitHub about Pages,
    workflows, permissions, variables, the names of secrets and the last run, says where to click, looks for a newer
    release of Digestif, and connects to the mail server without sending anything. GitHub shows some of that only with a
    token, which the variable GITHUB_TOKEN gives. Exit code 1 means that something is missing; suggestions do not count.

    Example: digestif doctor --online
    """
    results = [*check_folder(site), *check_email(site, load_settings(site).email)]
    if online:
        results += _check_online(site)
    echo(render_json(results) if output_format == "json" else render_text(results))
    if any(result.status == "missing" for result in results):
        raise click.exceptions.Exit(1)


def _check_online(site: Path) -> Iterator[Result]:
    settings = load_settings(site)
    token, api = os.environ.get("GITHUB_TOKEN", ""), os.environ.get("GITHUB_API_URL") or API
    yield from check_version(Folder(site), api=api, token=token)
    address = settings.repo_url or remote_url(site)
    named = re.fullmatch(r"https://github\.com/([\w.-]+/[\w.-]+)", address, re.ASCII)
    if named is None:
        yield unknown("repository", "only repositories on GitHub can be checked", "set repo_url in mkdocs.yml")
        return
    repository = Repository(name=named[1], api=api, token=token)
    yield from check_repository(repository, site_url=settings.site_url)
    yield from check_variables(repository)
    yield from check_email_online(repository, settings.email)


COMMANDS = (new, update, doctor)
