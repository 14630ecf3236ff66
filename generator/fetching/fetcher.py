"""Asking sources for papers. Answers are kept as they came, before anybody reads them; content/ is not touched here."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from slugify import slugify

from generator import __version__
from generator.errors import DigestifError, Place, Problem
from generator.fetching.client import Clock, NoAnswerError, RateLimit, Request, Response, Server
from generator.fetching.response_cache import ResponseCache
from generator.fetching.validation import (
    atom_page_check,
    check_atom,
    check_bibtex,
    check_csl,
    check_hf,
    count_atom,
    count_hf,
    read_atom,
)
from generator.ids import IdKind, identify
from generator.settings import Settings
from generator.text.folding import fold

News = Literal["new", "changed", "same"]
ReportProgress = Callable[[str, int, int], None]

#: The daily papers are asked for in pages of this size, the most that the service gives.
HF_PAGE = 100
#: arXiv asks for 3 seconds between two calls (https://info.arxiv.org/help/api/tou.html).
ARXIV_MANNERS = RateLimit(pause=3.0)
MANNERS = RateLimit(pause=1.0)
ARXIV_PAGE = 100
#: More papers than this are no digest, and more than arXiv likes to be asked for in one go.
ARXIV_MOST = 2000
#: arXiv's answers change once a day, and it asks not to be asked twice for the same: what came within this time
#: (seconds) is not asked again, which is also how an interrupted fetch goes on where it stopped.
ARXIV_FRESH = 12 * 3600.0
#: Days that a fetch without a date looks back: lists still fill on the next day, and a failed run is made up for.
LOOK_BACK = 7
#: A title's paper is among its first matches or not at all.
TITLE_MATCHES = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Bases:
    """Where the services are; ``bases_from`` lets the environment say otherwise (a mirror, a test's server)."""

    hf: str = "https://huggingface.co"
    arxiv: str = "https://export.arxiv.org"
    doi: str = "https://doi.org"
    acl: str = "https://aclanthology.org"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """One answer that lies in ``file`` now, for the parser of ``source``.

    ``items`` counts its papers, ``were`` those of the answer before it.
    """

    file: Path
    source: str
    items: int
    news: News
    day: date | None = None
    were: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetch:
    """What a fetch brought, in the order asked, and what it was asked for and did not get, with why."""

    fetched: tuple[Fetched, ...] = ()
    missing: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Single:
    """A service that is asked for one paper at a time."""

    folder: str
    source: str
    name: str
    suffix: str
    accept: str
    path: Callable[[str], str]
    check: Callable[[bytes], None]


# DOIs answer in CSL JSON to whom asks for it: https://citation.doi.org/docs.html
_DOI = _Single(
    folder="doi",
    source="csl-json",
    name="doi.org",
    suffix=".json",
    accept="application/vnd.citationstyles.csl+json",
    path=lambda doi: f"/{quote(doi, safe='/:;().-_')}",
    check=check_csl,
)
_ACL = _Single(
    folder="acl",
    source="bibtex",
    name="the ACL Anthology",
    suffix=".bib",
    accept="text/plain, application/x-bibtex",
    path=lambda acl: f"/{quote(acl)}.bib",
    check=check_bibtex,
)


def bases_from(environment: Mapping[str, str]) -> Bases:
    """The services' addresses, where DIGESTIF_HF_URL, _ARXIV_URL, _DOI_URL and _ACL_URL do not name others."""
    named = {name: environment.get(f"DIGESTIF_{name.upper()}_URL", "") for name in Bases.__dataclass_fields__}
    return Bases(**{name: address for name, address in named.items() if address})


def agent_of(settings: Settings) -> str:
    """The name under which a digest asks: services want to know whom to write to before they block."""
    address = settings.site_url or settings.repo_url
    return f"digestif/{__version__}" + (f" (+{address})" if address.isascii() and address else "")


def days_to_fetch(newest: date | None, *, today: date) -> tuple[date, ...]:
    """The days that a fetch without a date asks for: from the newest digest's day on, at most ``LOOK_BACK`` back.

    The newest day is asked for again, because its list may have grown since; today may still be empty.
    """
    earliest = today - timedelta(days=LOOK_BACK - 1)
    first = max(newest or today, earliest)
    return tuple(first + timedelta(days=number) for number in range((today - first).days + 1))


class Fetcher:
    """Fetches for one site. Answers of other days and other questions stay; a failure raises and changes none."""

    def __init__(
        self,
        site: Path,
        *,
        agent: str,
        bases: Bases | None = None,
        clock: Clock | None = None,
        tell: ReportProgress = lambda name, done, total: None,
    ) -> None:
        self._answers = ResponseCache(site)
        self._site = site
        self._agent = agent
        self._bases = bases or Bases()
        self._clock = clock or Clock()
        self._tell = tell

    def hf(self, days: Iterable[date]) -> Fetch:
        """The daily papers of these days; a day without papers is an answer with none.

        Each day is asked for with the conditions of the last answer, so an unchanged day costs no transfer.
        """
        days = tuple(days)
        fetched: list[Fetched] = []
        with self._server(self._bases.hf, MANNERS) as server:
            for number, day in enumerate(days):
                self._tell("Fetching daily papers", number, len(days))
                fetched.extend(self._hf_day(server, day))
        return Fetch(fetched=tuple(fetched))

    def arxiv(self, query: str, *, day: date | None = None) -> Fetch:
        """What arXiv finds for ``query`` (in the API's language, as in ``cat:cs.RO AND ti:grasp``), oldest first.

        With ``day``, the papers submitted on that day (GMT). Raises DigestifError when there are more than
        ``ARXIV_MOST``, before any further page is fetched.
        """
        asked = f"({query}) AND submittedDate:[{day:%Y%m%d}0000 TO {day:%Y%m%d}2359]" if day else query
        stem = f"{day}-{_short(query)}" if day else _short(query)
        fetched: list[Fetched] = []
        with self._server(self._bases.arxiv, ARXIV_MANNERS) as server:
            start, total = 0, 1
            while start < total:
                self._tell("Fetching from arXiv", start, total if start else 0)
                page = self._arxiv_page(server, stem, start, {"search_query": asked})
                fetched.append(replace(page, day=day))
                total = read_atom(page.file.read_bytes()).total
                _refuse_flood(query, total)
                start += ARXIV_PAGE
        return Fetch(fetched=tuple(fetched))

    def ids(self, ids: Iterable[str]) -> Fetch:
        """The papers with these arXiv ids, DOIs, ACL ids or addresses of one of them.

        What cannot be fetched is among ``missing`` with the reason; a server that does not answer raises.
        """
        wanted: dict[IdKind, list[str]] = {}
        missing: list[Problem] = []
        for text in dict.fromkeys(ids):
            found = identify(text)
            if found is None:
                missing.append(_missing(text, "is no arXiv id, DOI or ACL id, nor an address of one", ""))
            elif found[0] == "openreview":
                missing.append(_missing(text, "is an OpenReview paper, which no source here can fetch", ""))
            elif found[1] not in wanted.setdefault(found[0], []):
                wanted[found[0]].append(found[1])
        fetched: list[Fetched] = []
        if "arxiv" in wanted:
            fetched.extend(self._arxiv_ids(tuple(wanted["arxiv"]), missing))
        if "doi" in wanted:
            fetched.extend(self._singles(_DOI, self._bases.doi, wanted["doi"], missing))
        if "acl" in wanted:
            fetched.extend(self._singles(_ACL, self._bases.acl, wanted["acl"], missing))
        return Fetch(fetched=tuple(fetched), missing=tuple(missing))

    def title(self, title: str) -> tuple[Fetched, ...]:
        """What arXiv finds for a title: the title as a phrase, and, when that finds nothing, all of its words."""
        words = _words(title)
        phrase = f'ti:"{" ".join(words)}"'
        every = " AND ".join(f"ti:{word}" for word in sorted({word for word in words if len(word) > 3}))
        fetched: list[Fetched] = []
        with self._server(self._bases.arxiv, ARXIV_MANNERS) as server:
            for query in dict.fromkeys(query for query in (phrase, every) if words and query):
                parameters = {"search_query": query, "max_results": str(TITLE_MATCHES)}
                name = f"arxiv/title-{_short(query)}.xml"
                fetched.append(self._arxiv_answer(server, name, parameters, check=check_atom))
                if fetched[-1].items:
                    break
        return tuple(fetched)

    def _server(self, base: str, manners: RateLimit) -> Server:
        return Server(base, manners=manners, agent=self._agent, clock=self._clock)

    def _hf_day(self, server: Server, day: date) -> Iterator[Fetched]:
        number = 0
        while True:
            name = f"hf/{day}.json" if number == 0 else f"hf/{day}.p{number}.json"
            question = Request(
                path="/api/daily_papers",
                parameters={"date": day.isoformat(), "limit": str(HF_PAGE), "p": str(number)},
                accept="application/json",
                check=check_hf,
            )
            page = self._ask(server, name, question, source="hf-json", count=count_hf)
            yield replace(page, day=day)
            if page.items < HF_PAGE:
                return
            number += 1

    def _arxiv_page(self, server: Server, stem: str, start: int, parameters: Mapping[str, str]) -> Fetched:
        order = {"sortBy": "submittedDate", "sortOrder": "ascending"}
        page = {**parameters, **order, "start": str(start), "max_results": str(ARXIV_PAGE)}
        return self._arxiv_answer(
            server, f"arxiv/{stem}-{start:04}.xml", page, check=atom_page_check(start, ARXIV_PAGE)
        )

    def _arxiv_ids(self, ids: tuple[str, ...], missing: list[Problem]) -> Iterator[Fetched]:
        with self._server(self._bases.arxiv, ARXIV_MANNERS) as server:
            for start in range(0, len(ids), ARXIV_PAGE):
                self._tell("Fetching from arXiv", start, len(ids))
                yield from self._arxiv_batch(server, ids[start : start + ARXIV_PAGE], missing)

    def _arxiv_batch(self, server: Server, ids: tuple[str, ...], missing: list[Problem]) -> Iterator[Fetched]:
        """One call for many ids; arXiv refuses all for the sake of one, so a refused call is asked again in halves."""
        name = f"arxiv/ids-{_short(' '.join(ids))}.xml"
        parameters = {"id_list": ",".join(ids), "max_results": str(len(ids))}
        page = self._arxiv_answer(server, name, parameters, check=check_atom)
        found = read_atom(page.file.read_bytes())
        if found.errors and len(ids) > 1:
            middle = len(ids) // 2
            yield from self._arxiv_batch(server, ids[:middle], missing)
            yield from self._arxiv_batch(server, ids[middle:], missing)
            return
        for arxiv in ids:
            if arxiv not in found.ids:
                said = f"arXiv says: {found.errors[0]}" if found.errors else "arXiv does not know it"
                missing.append(_missing(arxiv, said, "check the id at https://arxiv.org/"))
        if found.ids:
            yield page

    def _arxiv_answer(
        self, server: Server, name: str, parameters: Mapping[str, str], *, check: Callable[[bytes], None]
    ) -> Fetched:
        question = Request(
            path="/api/query",
            parameters=parameters,
            accept="application/atom+xml",
            check=check,
            errors=frozenset({400}),  # arXiv says what is wrong with an id in a feed that it sends with status 400
        )
        return self._ask(server, name, question, source="arxiv", count=count_atom, fresh=ARXIV_FRESH)

    def _singles(self, kind: _Single, base: str, ids: list[str], missing: list[Problem]) -> Iterator[Fetched]:
        """Papers that are asked for one by one."""
        with self._server(base, MANNERS) as server:
            for number, wanted in enumerate(ids):
                self._tell(f"Fetching from {kind.name}", number, len(ids))
                question = Request(path=kind.path(wanted), parameters={}, accept=kind.accept, check=kind.check)
                name = f"{kind.folder}/{_short(wanted)}{kind.suffix}"
                try:
                    yield self._ask(server, name, question, source=kind.source, count=lambda body: 1)
                except NoAnswerError as error:
                    if error.status not in {400, 404, 406}:
                        raise
                    missing.append(_missing(wanted, f"{kind.name} answers {error.status}: it does not know it", ""))

    def _ask(
        self,
        server: Server,
        name: str,
        question: Request,
        *,
        source: str,
        count: Callable[[bytes], int],
        fresh: float = 0.0,
    ) -> Fetched:
        """Ask, keep the answer, and say what is new about it; bytes that are no answer are kept apart."""
        before = self._answers.body(name)
        origin = self._answers.origin(name)
        were = count(before) if before is not None and origin else None
        if before is not None and origin and self._clock.now() - origin.at < fresh:
            return Fetched(file=self._answers.file(name), source=source, items=count(before), news="same", were=were)
        try:
            answer = server.get(_conditional(question, self._answers, name))
        except NoAnswerError as error:
            raise self._explained(error, name) from None
        body = answer.body if answer.body is not None else before
        if body is None:  # the file went away between the question and the answer
            raise DigestifError(f"{name}: the kept answer is gone", fix="run the same command again")
        file = self._keep(name, body, answer)
        news: News = "new" if were is None else "same" if body == before else "changed"
        return Fetched(file=file, source=source, items=count(body), news=news, were=were)

    def _keep(self, name: str, body: bytes, answer: Response) -> Path:
        return self._answers.keep(
            name,
            body,
            url=answer.url,
            at=self._clock.now(),
            etag=answer.etag,
            last_modified=answer.last_modified,
        )

    def _explained(self, error: NoAnswerError, name: str) -> NoAnswerError:
        if not error.body:
            return error
        file = self._answers.refuse(name, error.body).relative_to(self._site)
        fix = f"{error.fix}; what it sent is in {file}"
        return NoAnswerError(error.message, fix=fix, status=error.status, body=error.body)


def _conditional(question: Request, answers: ResponseCache, name: str) -> Request:
    origin = answers.origin(name)
    return replace(question, etag=origin.etag, last_modified=origin.last_modified) if origin else question


def _refuse_flood(query: str, total: int) -> None:
    if total > ARXIV_MOST:
        raise DigestifError(
            f"arXiv finds {total:,} papers for {query!r}, more than the {ARXIV_MOST:,} that are fetched at once",
            fix="narrow it down: --date for one day, or a category, as in cat:cs.RO AND ti:grasp",
        )


def _missing(asked: str, why: str, fix: str) -> Problem:
    return Problem(place=Place(file=asked), code="not-fetched", found=why, fix=fix, severity="warning")


def _words(title: str) -> tuple[str, ...]:
    """A title's words as arXiv's search knows them: letters and digits without accents."""
    return tuple(re.findall(r"[^\W_]+", fold(title)))


def _short(text: str) -> str:
    """A file's name for a question: readable, and told apart by a digest."""
    return f"{slugify(text, max_length=40) or 'answer'}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
