"""A client for the JSON interfaces of services, which repeats a request only if that cannot send a digest twice."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import httpx

from generator import __version__
from generator.errors import DigestifError
from generator.fetching.client import TEMPORARY_STATUSES, Clock, read_retry_after
from generator.fetching.errors import describe_http_error

_TIMEOUT = 30.0
_ATTEMPTS = 4
_FIRST_WAIT, _LONGEST_WAIT = 2.0, 120.0
#: Statuses with which a service says that it did nothing.
_NOT_DONE = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
_ADDRESS = re.compile(r"[^\s<>\"']+@[^\s<>\"']+")
_MAX_MESSAGE = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """A status, and the JSON value of the body; None where the body is none."""

    status: int
    body: Any = None

    def get(self, *keys: str) -> Any:
        """Return what is at a path of keys in the body; None where it is not there."""
        found = self.body
        for key in keys:
            found = found.get(key) if isinstance(found, dict) else None
        return found


@dataclass(frozen=True, kw_only=True)
class JsonApi:
    """The interface of a service at ``base``. ``name`` is what messages call the service, ``secret`` its variable."""

    name: str
    base: str
    secret: str
    headers: Mapping[str, str]
    clock: Clock
    _client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=_TIMEOUT), init=False, repr=False)

    def get(self, path: str, *, expected: Collection[int] = (), **parameters: str) -> Answer:
        """Read something. Raises DigestifError for statuses besides 200 and the ``expected`` ones."""
        return self._call("GET", path, expected={200, *expected}, parameters=parameters)

    def post(self, path: str, body: Mapping[str, Any], *, expected: Collection[int] = ()) -> Answer:
        """Create something. Raises DigestifError for statuses besides 200, 201 and the ``expected`` ones."""
        return self._call("POST", path, expected={200, 201, *expected}, body=body)

    def put(self, path: str, body: Mapping[str, Any], *, expected: Collection[int] = ()) -> Answer:
        """Replace something. Raises DigestifError as ``post`` does."""
        return self._call("PUT", path, expected={200, 201, *expected}, body=body)

    def _call(
        self,
        method: str,
        path: str,
        *,
        expected: Collection[int],
        parameters: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Answer:
        temporary = TEMPORARY_STATUSES if method == "GET" else _NOT_DONE
        attempt = 1
        while True:
            wait = _FIRST_WAIT * 4 ** (attempt - 1)
            try:
                response = self._client.request(
                    method, f"{self.base}{path}", params=parameters or None, json=body, headers=self._all_headers()
                )
            except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
                is_safe = method == "GET" or isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)
                if attempt == _ATTEMPTS or not is_safe:
                    raise self._error(_reason(error, self.base), "run this again later") from None
            else:
                if response.status_code in expected:
                    return Answer(status=response.status_code, body=_json(response))
                if response.status_code not in temporary or attempt == _ATTEMPTS:
                    raise self._refused(response)
                asked = read_retry_after(response.headers.get("Retry-After", ""), self.clock.now())
                wait = wait if asked is None else asked
                if wait > _LONGEST_WAIT:
                    raise self._refused(response)
            self.clock.sleep(wait)
            attempt += 1

    def _all_headers(self) -> dict[str, str]:
        return {"Accept": "application/json", "User-Agent": f"digestif/{__version__}", **self.headers}

    def _refused(self, response: httpx.Response) -> DigestifError:
        status = response.status_code
        try:
            name = f"{status} {HTTPStatus(status).phrase}"
        except ValueError:
            name = str(status)
        said = _message(_json(response))
        fix = f"check {self.secret}" if status in (401, 403) else "run this again later"
        return self._error(f"answered {name}{f': {said}' if said else ''}", fix)

    def _error(self, found: str, fix: str) -> DigestifError:
        return DigestifError(f"{self.name}: {found}", fix=fix)


def _reason(error: Exception, base: str) -> str:
    text = describe_http_error(error, httpx.URL(base).host)
    return text[:1].lower() + text[1:]


def _json(response: httpx.Response) -> Any:
    try:
        return json.loads(response.content)
    except (ValueError, RecursionError):
        return None


def _message(body: Any) -> str:
    """Return what a service says is wrong, without e-mail addresses, which belong in no log."""
    fields = [body.get(name) for name in ("message", "detail", "error")] if isinstance(body, dict) else []
    found = next((text for text in fields if isinstance(text, str)), "")
    return _ADDRESS.sub("…", " ".join(found.split()))[:_MAX_MESSAGE]
