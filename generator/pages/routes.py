"""All addresses of the site, and those of the repository's editor and forms.

An address is a path from the root of the site (``/papers/2412.11360/``). Pages link to each other by relative links, so
that a site works under any prefix and from a disk. Addresses consist of keys, ids and dates, never of titles, so none
needs encoding.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal
from urllib.parse import quote

from generator.catalog.channels import Channel
from generator.catalog.digests.digest import Span
from generator.catalog.digests.series import series_id
from generator.catalog.periods import Period, month_of
from generator.contributions.forms.form import FORMS, Kind
from generator.contributions.forms.prefill import fix_parameters, shorten_answers
from generator.model import Paper
from generator.settings import Settings

#: A feed has an item for each paper, or for each day.
FeedItems = Literal["papers", "daily"]
FeedForm = Literal["xml", "json"]

HOME = "/"
ARCHIVE = "/archive/"
TOPICS = "/topics/"
AUTHORS = "/authors/"
#: The folder of pages with several authors. Each author's name on each paper has such an address, so it is short.
NAMES = "/names/"
SEARCH = "/search/"
READING_LIST = "/reading-list/"
#: The page for addresses of which a reader's browser has no copy.
OFFLINE = "/offline/"
#: What readers' browsers fetch for reading offline.
OFFLINE_LIST = "/offline.json"
STATUS = "/status/"
FOLLOW = "/follow/"
TRENDS = "/trends/"
STATISTICS = "/statistics/"
#: The folder of the pages of series of digests.
SERIES = "/series/"
MAP = "/map/"
#: The places of papers on the map, for its script.
MAP_PLACES = "/map/places.bin"
#: The folder of the static API, with the number of its version.
API = "/api/v1/"
#: The page about the API.
DATA = "/data/"
SITEMAP = "/sitemap.xml"
#: What browsers need to install the site as an app.
MANIFEST = "/manifest.webmanifest"
#: The image of the whole site for link previews.
CARD = "/assets/card.png"
TOPIC_STYLESHEET = "assets/topics.css"
#: The style sheet of feeds that are opened in a browser, a file of the theme.
FEED_STYLESHEET = "/assets/stylesheets/feed.css"
OPML = "/feeds/all.opml"

#: The longest address of a form. GitHub refuses addresses of about 8,190 characters, and fewer for readers who have to
#: log in first, since the address of the login page contains the whole address of the form.
MAX_FORM_URL = 6_000
_MAX_ISSUE_TITLE = 100
#: Files of GitHub's issue forms, in .github/ISSUE_TEMPLATE/.
ISSUE_TEMPLATES: Mapping[Kind, str] = {
    "fix": "fix-record.yml",
    "add": "add-paper.yml",
    "follow": "follow-search.yml",
    "claim": "claim-author.yml",
    "curate": "curate-digest.yml",
}


class _Encoded(dict[int, str]):
    """Each character of a query as its address has it, found once: forms with a record's values are on every page."""

    def __missing__(self, code: int) -> str:
        self[code] = quote(chr(code), safe="")
        return self[code]


_ENCODED = _Encoded()
#: Stands for a query in the address of the form that gives it a feed; the theme's search-address.js replaces it.
QUERY_PLACEHOLDER = "DIGESTIFQUERY"


def paper_address(key: str) -> str:
    """Return the address of a paper's page, which never changes."""
    return f"/papers/{key}/"


def day_address(day: date) -> str:
    """Return the address of a day's digest."""
    return f"/days/{day.isoformat()}/"


def day_markdown(day: date) -> str:
    """Return the address of a day's digest in Markdown, which is the page's own with a file name (llmstxt.org)."""
    return f"{day_address(day)}index.html.md"


def paper_card(key: str) -> str:
    """Return the address of a paper's own image for link previews."""
    return f"/assets/cards/{key}.png"


def period_address(period: Period) -> str:
    """Return the address of a week, month or year."""
    return f"/{period.kind}s/{period.id}/"


def digest_address(span: Span) -> str:
    """Return the address of the page that shows what editors say about a day, a week or a month."""
    return f"/{span.kind}s/{span.id}/"


def series_address(name: str) -> str:
    """Return the address of a series of digests."""
    return f"{SERIES}{series_id(name)}/"


def topic_address(topic: str) -> str:
    """Return the address of a topic."""
    return f"{TOPICS}{topic}/"


def author_address(person: str) -> str:
    """Return the address of the papers of a person, or of a name."""
    return f"{AUTHORS}{person}/"


def author_index_address(beginning: str) -> str:
    """Return the address of the authors whose family names begin with these letters, as in "zhang w"."""
    return f"{NAMES}{beginning.replace(' ', '-')}/"


def topic_month_address(topic: str, day: date) -> str:
    """Return the address of a topic's papers in the month of a day."""
    return f"{TOPICS}{topic}/{month_of(day).id}/"


def feed_address(channel: Channel, items: FeedItems, form: FeedForm, *, page: str = "") -> str:
    """Return the address of a channel's feed, with an item for each paper or for each day.

    ``page`` is the id of a page with older items, as in ``2025-1``; without it, the address is that of the newest ones.
    """
    folder = {"all": "", "topic": "topics/", "search": "searches/", "author": "authors/"}[channel.kind]
    of_one = f"{channel.id}/" if channel.id else ""
    return f"/feeds/{folder}{of_one}{items}{f'/{page}' if page else ''}.{form}"


def search_address(query: str) -> str:
    """Return the address of the search page with the answer to a query."""
    return f"{SEARCH}?{_query({'q': query})}"


def channel_address(channel: Channel) -> str:
    """Return the address of the page with the papers of a channel."""
    if channel.kind == "author":
        return author_address(channel.id)
    if channel.kind == "search":
        return search_address(channel.query)
    return topic_address(channel.id) if channel.kind == "topic" else HOME


def docs_path(address: str) -> str:
    """Return the file under docs/ for an address: ``index.md`` in a folder, as a key can be ``index`` or ``readme``."""
    return f"{address.lstrip('/')}index.md"


def relative(source: str, target: str) -> str:
    """Return the link from the page at ``source`` to an address or file of the site: ``../../days/2025-07-31/``."""
    path, hash_sign, fragment = target.partition("#")
    folders, parts = source.strip("/").split("/"), path.strip("/").split("/")
    if source == HOME:
        folders = []
    shared = 0
    while shared < min(len(folders), len(parts) - 1) and folders[shared] == parts[shared]:
        shared += 1
    link = "/".join([*[".."] * (len(folders) - shared), *parts[shared:]])
    slash = "/" if path.endswith("/") and not link.endswith("/") else ""
    return f"{link or '.'}{slash}{hash_sign}{fragment}"


def absolute(settings: Settings, address: str) -> str:
    """Return the URL of an address, for programs that read a page elsewhere; empty without ``site_url``."""
    return f"{settings.site_url}{address}" if settings.site_url else ""


def edit_url(settings: Settings, file: str) -> str:
    """Return the URL of the forge's editor for a file; empty without a repository. Saving makes a pull request."""
    editors = {"github": "edit", "gitlab": "-/edit", "codeberg": "_edit"}
    if not settings.repo_url or settings.host is None:
        return ""
    return f"{settings.repo_url}/{editors[settings.host]}/{quote(settings.branch)}/{quote(file)}"


def fix_url(settings: Settings, *, key: str, paper: Paper) -> str:
    """Return the URL of the forge's form for fixing a record, with its current values; empty without a repository.

    Values that would make the URL longer than ``MAX_FORM_URL`` are replaced by a sentence in their fields.
    """
    if not settings.repo_url:
        return ""
    title = _shortened(f"Fix: {paper.title}")

    def url(values: Mapping[str, str]) -> str:
        return _new_issue(settings, form="fix", title=title, values=values)

    parameters = fix_parameters(key, paper)
    whole = url(parameters)
    if len(whole) <= MAX_FORM_URL:
        return whole
    return url(shorten_answers(parameters, max_length=MAX_FORM_URL, length_of=lambda values: len(url(values))))


def add_url(settings: Settings, day: date | None = None) -> str:
    """Return the URL of the forge's form for adding a paper, to the digest of a day; empty without a repository.

    Without a day, the paper goes to the newest digest.
    """
    values = {"digest": day.isoformat()} if day else {}
    return _new_issue(settings, form="add", title="Add a paper", values=values)


def form_to_follow(settings: Settings, query: str = QUERY_PLACEHOLDER) -> str:
    """Return the URL of the forge's form that gives a search a feed; without a query, it has a placeholder."""
    return _new_issue(settings, form="follow", title="Follow a search", values={"query": query})


def claim_url(settings: Settings, *, person: str = "", name: str = "") -> str:
    """Return the URL of the forge's form for the author of a page, or of any; empty without a repository."""
    values = {key: value for key, value in (("page", person), ("name", name)) if value}
    title = ": ".join(filter(None, ("Author page", name or person)))
    return _new_issue(settings, form="claim", title=_shortened(title), values=values)


def curate_url(settings: Settings, span: str) -> str:
    """Return the URL of the forge's form for the editors of a day, week or month; empty without a repository."""
    return _new_issue(settings, form="curate", title=f"Curate {span}", values={"span": span})


def _shortened(title: str) -> str:
    return title if len(title) <= _MAX_ISSUE_TITLE else f"{title[: _MAX_ISSUE_TITLE - 1].rstrip()}…"


def _new_issue(settings: Settings, *, form: Kind, title: str, values: Mapping[str, str]) -> str:
    """Return the URL of a new issue with a form.

    GitHub fills the form's fields from the query. GitLab and Codeberg have no such forms, so the form becomes the text
    of the issue, in the format that ``digestif apply`` reads.
    """
    if not settings.repo_url or settings.host is None:
        return ""
    if settings.host == "github":
        return f"{settings.repo_url}/issues/new?{_query({'template': ISSUE_TEMPLATES[form], 'title': title, **values})}"
    answers = {"title": values.get("paper_title", ""), **values}
    text = "\n\n".join(f"### {label}\n\n{answers.get(name, '')}".rstrip() for label, name in FORMS[form].items())
    if settings.host == "gitlab":
        return f"{settings.repo_url}/-/issues/new?{_query({'issue[title]': title, 'issue[description]': text})}"
    return f"{settings.repo_url}/issues/new?{_query({'title': title, 'body': text})}"


def _query(parameters: dict[str, str]) -> str:
    return "&".join(f"{name.translate(_ENCODED)}={value.translate(_ENCODED)}" for name, value in parameters.items())
