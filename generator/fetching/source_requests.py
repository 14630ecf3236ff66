"""What to request from each source. A day, a query, an id or a title in; requests with their names in the cache out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Literal
from urllib.parse import quote

from slugify import slugify

from generator import __version__
from generator.errors import DigestifError
from generator.fetching.announcements import SubmissionWindow, read_announcement, validate_announcement
from generator.fetching.client import RateLimit, Request
from generator.fetching.validation import (
    atom_page_validator,
    count_atom,
    count_hf,
    validate_atom,
    validate_bibtex,
    validate_csl,
    validate_hf_day,
)
from generator.settings import Settings
from generator.text.addresses.urls import check_url
from generator.text.folding import fold

ServiceName = Literal["hf", "arxiv", "arxiv_feed", "doi", "acl"]

#: Papers on a page of the daily papers, the most that the service gives.
HF_PAGE = 100
#: Papers on a page of an arXiv query.
ARXIV_PAGE = 100
#: The most results of one query: enough for a digest, and arXiv asks not to request more at once.
ARXIV_LIMIT = 2000
#: The most pages of one day of the daily papers; the longest day had two.
HF_PAGE_LIMIT = 20
#: arXiv's responses change once a day, and its terms ask not to repeat a query. A response of this age in seconds is
#: used again, which also lets an interrupted fetch continue where it stopped.
ARXIV_MAX_AGE = 3 * 3600.0
#: Days that the first fetch of a digest goes back: over a weekend, and to a list that is complete.
FIRST_DAYS = 4
#: Results of a search for a title; the paper is among the first or not at all.
TITLE_MATCHES = 5

_MAIL_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Service:
    """A source's server. ``any_host`` allows redirects to other hosts: doi.org leads to the registration agencies.

    ``credential`` is the environment variable with an optional access token. Services of one ``operator`` share one
    rate limit.
    """

    label: str
    url: str
    rate_limit: RateLimit
    any_host: bool = False
    credential: str = ""
    operator: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceRequest:
    """A request, the name of its response in the cache, and the source format of the response.

    ``count`` gives the number of papers in a valid response. A cached response of at most ``max_age`` seconds is used
    without a request.
    """

    request: Request
    cache_name: str
    source: str
    count: Callable[[bytes], int]
    max_age: float = 0.0


SERVICES: Mapping[ServiceName, Service] = {
    "hf": Service(
        label="Hugging Face", url="https://huggingface.co", rate_limit=RateLimit(pause=1.0), credential="HF_TOKEN"
    ),
    # 3 seconds between two calls, to the API and to the feeds together: https://info.arxiv.org/help/api/tou.html
    "arxiv": Service(
        label="arXiv", url="https://export.arxiv.org", rate_limit=RateLimit(pause=3.0), operator="arxiv.org"
    ),
    "arxiv_feed": Service(
        label="arXiv's announcements",
        url="https://rss.arxiv.org",
        rate_limit=RateLimit(pause=3.0),
        operator="arxiv.org",
    ),
    "doi": Service(label="doi.org", url="https://doi.org", rate_limit=RateLimit(pause=1.0), any_host=True),
    "acl": Service(label="the ACL Anthology", url="https://aclanthology.org", rate_limit=RateLimit(pause=1.0)),
}


def service_urls(environment: Mapping[str, str]) -> dict[ServiceName, str]:
    """The services' addresses; DIGESTIF_HF_URL, _ARXIV_URL, _ARXIV_FEED_URL, _DOI_URL and _ACL_URL replace them.

    Mirrors and tests need that.
    Raises DigestifError for an address that is not one.
    """
    urls = {name: service.url for name, service in SERVICES.items()}
    for name in urls:
        variable = f"DIGESTIF_{name.upper()}_URL"
        if url := environment.get(variable, ""):
            urls[name] = _check_service_url(url, variable)
    return urls


def user_agent(settings: Settings) -> str:
    """The User-Agent of a digest, with its addresses: services want to know whom to contact before they block."""
    address = settings.site_url or settings.repo_url
    contacts = [f"+{address}"] if address and address.isascii() else []
    if _MAIL_ADDRESS.fullmatch(settings.curator):
        contacts.append(f"mailto:{settings.curator}")
    return f"digestif/{__version__}" + (f" ({'; '.join(contacts)})" if contacts else "")


def unsettled_days(settled: Collection[date], first: date | None, *, today: date) -> tuple[date, ...]:
    """The days of a fetch without a date: all since ``first`` that are not settled, however many, oldest first.

    ``first`` is the first day that the digest ever fetched; without one, the fetch goes ``FIRST_DAYS`` back. Today may
    still be empty.
    """
    start = min(first or today - timedelta(days=FIRST_DAYS - 1), today)
    days = (start + timedelta(days=number) for number in range((today - start).days + 1))
    return tuple(day for day in days if day not in settled)


def hf_page(day: date, number: int) -> SourceRequest:
    """A page of the daily papers of Hugging Face, counted from 0."""
    return SourceRequest(
        request=Request(
            path="/api/daily_papers",
            parameters={"date": day.isoformat(), "limit": str(HF_PAGE), "p": str(number)},
            accept="application/json",
            validate=partial(validate_hf_day, day=day),
        ),
        cache_name=f"hf/{day}.json" if number == 0 else f"hf/{day}.p{number}.json",
        source="hf-json",
        count=count_hf,
    )


def arxiv_feed(category: str) -> SourceRequest:
    """The newest announcement of a category: https://info.arxiv.org/help/rss.html."""
    return SourceRequest(
        request=Request(
            path=f"/rss/{quote(category)}", parameters={}, accept="application/rss+xml", validate=validate_announcement
        ),
        cache_name=f"arxiv/feed-{_file_name(category)}.xml",
        source="arxiv",
        count=lambda body: len(read_announcement(body).papers),
    )


def arxiv_page(query: str, *, window: SubmissionWindow | None, start: int) -> SourceRequest:
    """A page of an arXiv query, oldest first; with ``window``, only papers submitted in it."""
    search = f"({query}) AND submittedDate:[{window}]" if window else query
    name = f"{slugify(str(window))}-{_file_name(query)}" if window else _file_name(query)
    parameters = {
        "search_query": search,
        "sortBy": "submittedDate",
        "sortOrder": "ascending",
        "start": str(start),
        "max_results": str(ARXIV_PAGE),
    }
    return _arxiv(f"{name}-{start:04}", parameters, validate=atom_page_validator(start, ARXIV_PAGE))


def arxiv_ids(ids: tuple[str, ...], *, query: str = "") -> SourceRequest:
    """The papers with these arXiv ids, in one call; with ``query``, those among them that it finds."""
    parameters = {"id_list": ",".join(ids), "max_results": str(len(ids))}
    if query:
        parameters["search_query"] = query
    return _arxiv(f"ids-{_file_name(' '.join((query, *ids)).strip())}", parameters)


def arxiv_title(title: str) -> tuple[SourceRequest, ...]:
    """Two searches for a title: as a phrase, and, for when that finds nothing, by all of its longer words."""
    words = re.findall(r"[^\W_]+", fold(title))  # arXiv's search knows letters and digits without accents
    phrase = f'ti:"{" ".join(words)}"' if words else ""
    every_word = " AND ".join(f"ti:{word}" for word in sorted({word for word in words if len(word) > 3}))
    return tuple(
        _arxiv(f"title-{_file_name(query)}", {"search_query": query, "max_results": str(TITLE_MATCHES)})
        for query in dict.fromkeys((phrase, every_word))
        if query
    )


def doi_work(doi: str) -> SourceRequest:
    """The work with a DOI, in CSL JSON (https://citation.doi.org/docs.html)."""
    return SourceRequest(
        request=Request(
            path=f"/{quote(doi, safe='/:;().-_')}",
            parameters={},
            accept="application/vnd.citationstyles.csl+json",
            validate=partial(validate_csl, doi=doi),
        ),
        cache_name=f"doi/{_file_name(doi)}.json",
        source="csl-json",
        count=lambda body: 1,
    )


def acl_entry(acl: str) -> SourceRequest:
    """The paper with an id of the ACL Anthology, in BibTeX."""
    return SourceRequest(
        request=Request(
            path=f"/{quote(acl)}.bib",
            parameters={},
            accept="text/plain, application/x-bibtex",
            validate=validate_bibtex,
        ),
        cache_name=f"acl/{_file_name(acl)}.bib",
        source="bibtex",
        count=lambda body: 1,
    )


def _arxiv(
    name: str, parameters: Mapping[str, str], *, validate: Callable[[bytes], None] = validate_atom
) -> SourceRequest:
    return SourceRequest(
        request=Request(
            path="/api/query",
            parameters=parameters,
            accept="application/atom+xml",
            validate=validate,
            error_statuses=frozenset({400}),  # arXiv explains a bad query or id in a feed with status 400
        ),
        cache_name=f"arxiv/{name}.xml",
        source="arxiv",
        count=count_atom,
        max_age=ARXIV_MAX_AGE,
    )


def _check_service_url(url: str, variable: str) -> str:
    try:
        return check_url(url)
    except ValueError:
        raise DigestifError(
            f"{variable}: {url!r} is not a web address", fix="write one like https://example.org"
        ) from None


def _file_name(text: str) -> str:
    """A readable file name for a query or an id; its hash tells similar ones apart."""
    return f"{slugify(text, max_length=40) or 'response'}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
