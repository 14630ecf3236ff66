"""A site's settings: everything is said once, in ``mkdocs.yml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from generator.errors import DigestifError
from generator.text.urls import check_url

Host = Literal["github", "gitlab", "codeberg"]
HOSTS: Mapping[str, Host] = {"github.com": "github", "gitlab.com": "gitlab", "codeberg.org": "codeberg"}
EXTRA_KEYS = ("curator", "branch", "host", "stale_after_days", "timezone")


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What ``mkdocs.yml`` says of the site. Addresses end without a slash; an empty one is not configured.

    ``host`` is the kind of forge behind ``repo_url``; ``stale_after_days`` is how old the newest digest may
    grow before the pages say so. ``timezone`` is the IANA name of the time zone in which a digest's day begins
    and ends.
    """

    title: str
    description: str = ""
    site_url: str = ""
    curator: str = ""
    repo_url: str = ""
    host: Host | None = None
    branch: str = "main"
    stale_after_days: int = 7
    timezone: str = "UTC"

    def day_at(self, moment: datetime) -> date:
        """Return the digest's calendar day at a moment, which must carry its own time zone.

        "Today" is ``settings.day_at(datetime.now(UTC))``. Only the command line reads the clock; everything else takes
        the day as an argument, so that a check, a form and a fetch of the same minute agree on it.
        """
        if moment.tzinfo is None:
            raise ValueError("a moment without a time zone is on no certain day")
        return moment.astimezone(ZoneInfo(self.timezone)).date()


def load_settings(site: Path) -> Settings:
    """Read ``mkdocs.yml`` in the folder ``site``."""
    file = site / "mkdocs.yml"
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        raise DigestifError(
            f"{file}: not found, so this folder is not a digest",
            fix="run the command in a digest's folder, name one with -C DIR, or make one: digestif new DIR",
        ) from None
    return parse_settings(raw)


def parse_settings(raw: bytes) -> Settings:
    """``mkdocs.yml`` as settings: site_name, site_description, site_url, site_author, repo_url, extra.digestif."""
    config = _read_config(raw)
    extra = _mapping(_mapping(config.get("extra"), "extra").get("digestif"), "extra.digestif")
    for key in extra:
        if key not in EXTRA_KEYS:
            raise DigestifError(
                f"mkdocs.yml: extra.digestif.{key}: no such setting", fix=f"known are {', '.join(EXTRA_KEYS)}"
            )
    repo_url = _address(config, "repo_url")
    return Settings(
        title=_text(config, "site_name") or "Digest",
        description=_text(config, "site_description"),
        site_url=_address(config, "site_url"),
        curator=_text(extra, "curator") or _text(config, "site_author"),
        repo_url=repo_url,
        host=_host(extra, repo_url),
        branch=_text(extra, "branch") or "main",
        stale_after_days=_days(extra),
        timezone=_timezone(extra),
    )


class _ConfigLoader(yaml.SafeLoader):
    """MkDocs allows ``!ENV`` and Python tags in its file; settings need none of them."""


_ConfigLoader.add_multi_constructor("", lambda loader, suffix, node: None)


def _read_config(raw: bytes) -> Mapping[str, Any]:
    try:
        # A subclass of SafeLoader: unknown tags become None, nothing is ever constructed from them.
        config = yaml.load(raw, Loader=_ConfigLoader)  # noqa: S506  # a safe loader of our own
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"mkdocs.yml:{mark.line + 1}:{mark.column + 1}" if mark else "mkdocs.yml"
        raise DigestifError(
            f"{place}: {error.problem}", fix="the file must be YAML, as in site_name: My digest"
        ) from None
    except yaml.YAMLError as error:
        raise DigestifError(f"mkdocs.yml: {error}", fix="the file must be YAML text in UTF-8") from None
    return _mapping(config, "the file")


def _mapping(value: object, what: str) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise DigestifError(
            f"mkdocs.yml: {what}: is not a mapping", fix="expected names with values, as in site_name: My digest"
        )
    return value


def _text(mapping: Mapping[str, Any], key: str) -> str:
    value = mapping.get(key)
    return "" if value is None else " ".join(str(value).split())


def _address(config: Mapping[str, Any], key: str) -> str:
    address = _text(config, key).rstrip("/")
    if not address:
        return ""
    try:
        return check_url(address)
    except ValueError as error:
        raise DigestifError(f"mkdocs.yml: {key}: {error}") from None


def _host(extra: Mapping[str, Any], repo_url: str) -> Host | None:
    named = _text(extra, "host")
    if named:
        for host in HOSTS.values():
            if named == host:
                return host
        raise DigestifError(
            f"mkdocs.yml: extra.digestif.host: {named!r} is not known", fix=f"expected {', '.join(HOSTS.values())}"
        )
    return HOSTS.get(urlsplit(repo_url).hostname or "")


def _days(extra: Mapping[str, Any]) -> int:
    said = _text(extra, "stale_after_days") or "7"
    if not said.isdigit() or int(said) < 1:
        raise DigestifError(
            f"mkdocs.yml: extra.digestif.stale_after_days: {said!r} is not a number of days",
            fix="expected a whole number from 1 on, as in stale_after_days: 7",
        )
    return int(said)


def _timezone(extra: Mapping[str, Any]) -> str:
    name = _text(extra, "timezone") or "UTC"
    try:
        ZoneInfo(name)
    # OSError: a folder of the time zone database, as in "Europe". ValueError: a path, as in "../UTC".
    except (ZoneInfoNotFoundError, OSError, ValueError):
        raise DigestifError(
            f"mkdocs.yml: extra.digestif.timezone: {name!r} is not a time zone",
            fix="expected a name of the IANA time zone database, as in timezone: Europe/Berlin",
        ) from None
    return name
