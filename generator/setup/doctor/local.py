"""Checks of a digest's folder: the pinned program, settings, records, Git. They use no network."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from generator import __version__
from generator.checks.settings import find_settings_problems
from generator.files.folder import Folder
from generator.settings import Settings, load_settings
from generator.setup.doctor.results import Result, missing, ok, suggestion
from generator.setup.pin import REQUIREMENTS
from generator.setup.update import NEW_FOLDER
from generator.setup.written import read_written
from generator.store.git_output import git_output
from generator.store.load import load_content
from generator.text.counts import counted

PUBLISH, DAILY, CHECK, FORMS = (f".github/workflows/{name}.yml" for name in ("publish", "daily", "check", "forms"))
BRANCH = "main"
_PROGRAM = re.compile(
    r"^(?:digestif==(?P<release>\S+)|\./(?P<wheel>vendor/digestif-(?P<version>[^-\s]+)-\S+\.whl)) "
    r"--hash=sha256:(?P<hash>[0-9a-f]{64})\s*$",
    re.MULTILINE,
)


def check_folder(site: Path) -> Iterator[Result]:
    """Yield the results for a digest's folder. Raises DigestifError where it is not one."""
    settings = load_settings(site)
    yield _program(Folder(site))
    yield _files(Folder(site))
    yield from _settings(site, settings)
    yield _records(site)
    yield from _git(site, settings)


def _program(site: Folder) -> Result:
    """The program in requirements.txt: pinned by a hash, and of the running version."""
    fix = "run: digestif update"
    pin = _PROGRAM.search((site.read(REQUIREMENTS) or b"").decode(errors="replace"))
    if pin is None:
        return missing("program", f"{REQUIREMENTS} does not pin Digestif by a hash", fix)
    if pin["wheel"]:
        wheel = site.read(pin["wheel"])
        if wheel is None or hashlib.sha256(wheel).hexdigest() != pin["hash"]:
            return missing("program", f"{pin['wheel']} is not the file that {REQUIREMENTS} names", fix)
    version = pin["release"] or pin["version"]
    if version != __version__:
        return suggestion("program", f"the digest is built by Digestif {version}, and this is {__version__}", fix)
    return ok("program", f"Digestif {version} is pinned by its hash")


def _files(site: Folder) -> Result:
    """The starter's files: of the running version, and with the workflows that publish, import and check."""
    absent = [path for path in (PUBLISH, DAILY, CHECK, FORMS) if site.kind(path) != "file"]
    if absent:
        verb, what = ("does", "it") if len(absent) == 1 else ("do", "them")
        fix = f"on GitHub, restore {what} from Git; for other hosts, see docs/hosts.md of Digestif"
        return suggestion("files", f"{', '.join(absent)} {verb} not exist", fix)
    if waiting := [entry.path for entry in site.walk(NEW_FOLDER) if entry.kind == "file"]:
        found = f"{NEW_FOLDER}/ has {counted(len(waiting), 'file')} of an update that could not be merged"
        return suggestion("files", found, f"merge each into your own file, then run: rm -r {NEW_FOLDER}")
    version = read_written(site).version
    if version != __version__:
        found = f"the workflows and guides are those of Digestif {version or 'an unknown version'}"
        return suggestion("files", found, "run: digestif update --dry-run")
    return ok("files", f"the workflows and guides are those of Digestif {version}")


def _settings(site: Path, settings: Settings) -> Iterator[Result]:
    problems = [str(problem) for problem in find_settings_problems(site) if problem.severity == "error"]
    if problems:
        yield missing("settings", problems[0].splitlines()[0], "run: digestif check")
    for key, value in (("site_url", settings.site_url), ("repo_url", settings.repo_url)):
        if value:
            yield ok(key, value)
        else:
            yield suggestion(
                key,
                "is not set in mkdocs.yml",
                "the workflows fill it in on GitHub; set it for other hosts and for builds on this computer",
            )


def _records(site: Path) -> Result:
    content = load_content(site, use_cache=True)
    errors = sum(problem.severity == "error" for problem in content.problems)
    records = content.library.records
    if errors:
        return missing("records", f"content/ has {counted(errors, 'error')}", "run: digestif check")
    if not records:
        return suggestion("records", "there are no papers yet", "run: digestif fetch hf --import")
    newest = max(record.paper.date for record in records.values())
    return ok("records", f"{counted(len(records), 'record')}, the newest of {newest}")


def _git(site: Path, settings: Settings) -> Iterator[Result]:
    if not git_output(site, "rev-parse", "--is-inside-work-tree"):
        yield missing(
            "git",
            "this folder is not in a Git repository",
            f'run: git init -b {BRANCH} && git add . && git commit -m "New digest"',
        )
        return
    branch = next(iter(git_output(site, "symbolic-ref", "--short", "HEAD")), "")
    if not git_output(site, "rev-parse", "--verify", "--quiet", "HEAD"):
        yield missing("git", "nothing is committed", 'run: git add . && git commit -m "New digest"')
    elif changed := git_output(site, "status", "--porcelain"):
        yield suggestion(
            "git",
            f"{counted(len(changed), 'file')} not committed",
            "commit what belongs to the digest: git add . && git commit",
        )
    else:
        yield ok("git", "everything is committed")
    if branch == BRANCH:
        yield ok("branch", BRANCH)
    else:
        found = f"is {branch!r}" if branch else "no branch is checked out"
        yield missing("branch", f"{found}, but the workflows publish {BRANCH}", f"run: git branch -m {BRANCH}")
    ignored = git_output(site, "check-ignore", *(entry.path for entry in Folder(site).children("vendor")), "mkdocs.yml")
    if ignored:
        yield missing("ignored", f"Git ignores {', '.join(ignored)}", f"run: git add --force {' '.join(ignored)}")
    yield _remote(site, settings)


def _remote(site: Path, settings: Settings) -> Result:
    address = remote_url(site)
    if not address:
        return missing(
            "remote",
            "the repository has no remote",
            "create an empty repository, for example at https://github.com/new, and run:\n"
            f"git remote add origin ADDRESS && git push -u origin {BRANCH}",
        )
    if settings.repo_url and address.lower() != settings.repo_url.lower():
        return suggestion("remote", f"is {address}, but repo_url is {settings.repo_url}", "set repo_url in mkdocs.yml")
    return ok("remote", address)


def remote_url(site: Path) -> str:
    """Return the web address of the remote ``origin``; empty where there is none."""
    address = next(iter(git_output(site, "config", "--get", "remote.origin.url")), "")
    ssh = re.fullmatch(r"(?:ssh://)?git@([\w.-]+)[:/](.+)", address)
    if ssh:
        address = f"https://{ssh[1]}/{ssh[2]}"
    # A password in an address must not be shown.
    return re.sub(r"^(https?://)[^/@]*@", r"\1", address).removesuffix("/").removesuffix(".git")
