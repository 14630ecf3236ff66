"""Every address of the site, made here and nowhere else, before anything is rendered.

Inside the site an address is a path from its root (``/papers/2412.11360/``); pages link relatively, so that a
site works under any prefix, from a file server or a disk. Addresses are made of keys, ids and dates, never of
titles, so none of them needs encoding.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import quote, urlencode

from generator.catalog.periods import Period, month_of
from generator.contributions.answers import fix_parameters
from generator.contributions.forms import FORMS, Kind
from generator.model import Paper
from generator.settings import Settings

HOME = "/"
ARCHIVE = "/archive/"
TOPICS = "/topics/"
SEARCH = "/search/"
TOPIC_COLOURS = "assets/topics.css"

#: The forge's issue forms, in .github/ISSUE_TEMPLATE/.
TEMPLATES: Mapping[Kind, str] = {"fix": "fix-record.yml", "add": "add-paper.yml"}


def paper_address(key: str) -> str:
    """The page of a paper, for as long as the site lives."""
    return f"/papers/{key}/"


def day_address(day: date) -> str:
    """The digest of a day."""
    return f"/days/{day.isoformat()}/"


def period_address(period: Period) -> str:
    """A week, a month or a year."""
    return f"/{period.kind}s/{period.id}/"


def topic_address(topic: str) -> str:
    """A topic: its numbers and its newest papers."""
    return f"{TOPICS}{topic}/"


def topic_month_address(topic: str, day: date) -> str:
    """All papers of a topic in the month of that day."""
    return f"{TOPICS}{topic}/{month_of(day).id}/"


def docs_path(address: str) -> str:
    """Where the page of that address stands under docs/: a folder's own page, so that no key can be taken for one."""
    return f"{address.lstrip('/')}index.md"


def relative(source: str, target: str) -> str:
    """The link from the page ``source`` to the address or file ``target``: ``../../days/2025-07-31/``."""
    path, hash_sign, fragment = target.partition("#")
    folders, parts = source.strip("/").split("/"), path.strip("/").split("/")
    if source == HOME:
        folders = []
    shared = 0
    while shared < min(len(folders), len(parts) - 1) and folders[shared] == parts[shared]:
        shared += 1
    way = "/".join([*[".."] * (len(folders) - shared), *parts[shared:]])
    slash = "/" if path.endswith("/") and not way.endswith("/") else ""
    return f"{way or '.'}{slash}{hash_sign}{fragment}"


def absolute(settings: Settings, address: str) -> str:
    """The whole address, for machines that read a page elsewhere; empty when the site's own address is not known."""
    return f"{settings.site_url}{address}" if settings.site_url else ""


def edit_url(settings: Settings, file: str) -> str:
    """The forge's editor on a record's file; it makes the fork and the pull request. Empty without a repository."""
    editors = {"github": "edit", "gitlab": "-/edit", "codeberg": "_edit"}
    if not settings.repo_url or settings.host is None:
        return ""
    return f"{settings.repo_url}/{editors[settings.host]}/{quote(settings.branch)}/{quote(file)}"


def fix_url(settings: Settings, *, key: str, paper: Paper) -> str:
    """The forge's form for telling what is wrong with a record, filled in with its present values.

    Without the abstract, which would weigh more than the page: the page's script adds it, and a field that
    stays empty changes nothing.
    """
    if not settings.repo_url:
        return ""
    return _new_issue(settings, form="fix", title=f"Fix: {paper.title}", known=fix_parameters(key, paper))


def add_url(settings: Settings) -> str:
    """The forge's form for proposing a paper."""
    return _new_issue(settings, form="add", title="Add a paper", known={})


def _new_issue(settings: Settings, *, form: Kind, title: str, known: Mapping[str, str]) -> str:
    """GitHub opens the form and fills its fields from the address; elsewhere the form is the issue's text, which
    ``digestif apply`` reads the same."""
    if not settings.repo_url or settings.host is None:
        return ""
    if settings.host == "github":
        return f"{settings.repo_url}/issues/new?{_query({'template': TEMPLATES[form], 'title': title, **known})}"
    answers = {"title": known.get("paper_title", ""), **known}
    text = "\n\n".join(f"### {label}\n\n{answers.get(name, '')}".rstrip() for label, name in FORMS[form].items())
    if settings.host == "gitlab":
        return f"{settings.repo_url}/-/issues/new?{_query({'issue[title]': title, 'issue[description]': text})}"
    return f"{settings.repo_url}/issues/new?{_query({'title': title, 'body': text})}"


def _query(asked: dict[str, str]) -> str:
    return urlencode(asked, quote_via=quote)
