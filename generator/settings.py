"""A digest's settings, all of which are in ``mkdocs.yml``."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from generator.comment_settings import Comments, parse_comments
from generator.email_settings import EmailSettings, parse_email_settings
from generator.errors import DigestifError
from generator.files.folder import Folder
from generator.link_settings import DEFAULT_LINKS, LinkTemplate, parse_paper_links
from generator.site_folders import SiteFolders, check_site_folders, relative_folder
from generator.text.addresses.urls import check_url
from generator.yaml.config_file import line_of, plain, read_config

Host = Literal["github", "gitlab", "codeberg"]
#: Which images link previews have: none, one for the whole site, or one for each paper as well.
CardImages = Literal["none", "site", "papers"]
HOSTS: Mapping[str, Host] = {"github.com": "github", "gitlab.com": "gitlab", "codeberg.org": "codeberg"}
SETTINGS_FILE = "mkdocs.yml"
#: Variables that a workflow sets, by the address that they give where ``mkdocs.yml`` has none.
ADDRESS_VARIABLES: Mapping[str, str] = {"site_url": "DIGESTIF_SITE_URL", "repo_url": "DIGESTIF_REPO_URL"}
#: Ten years: with a digest that is never stale, this many days still give a date.
MOST_STALE_DAYS = 3650
_SHOWN_CHARACTERS = 40
_UNNAMED = "Digest"
EXTRA_KEYS = (
    *("curator", "branch", "email", "host", "stale_after_days", "timezone", "topic_words"),
    *("api", "authors", "parquet", "card_images", "paper_links", "comments", "map", "summaries"),
)
#: How many papers a name needs for a page, unless the settings say otherwise.
_FEWEST_PAPERS = 3
_CARD_IMAGES: tuple[CardImages, ...] = ("none", "site", "papers")


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """A digest's settings. Addresses end without a slash; an empty one is not configured.

    ``host`` is the kind of forge behind ``repo_url``; ``stale_after_days`` is how old the newest digest may
    grow before the pages say so. ``timezone`` is the IANA name of the time zone in which a digest's day begins
    and ends. ``topic_words`` is whether learned weights of words correct the topics that phrases give. ``api`` is
    whether the site has its data as files for programs, ``parquet`` whether these include a Parquet file.
    ``fewest_papers`` is how many papers a name needs for a page; 0 means that no name has one. ``email`` is how digests
    are sent. ``paper_links`` lead from a paper's page to other sites. ``comments`` is where readers comment, or None.
    ``summaries`` is whether pages show summaries that the authors did not write, ``map`` whether there is a map of
    papers.
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
    topic_words: bool = True
    api: bool = True
    parquet: bool = False
    card_images: CardImages = "site"
    fewest_papers: int = _FEWEST_PAPERS
    email: EmailSettings = field(default_factory=EmailSettings)
    paper_links: tuple[LinkTemplate, ...] = DEFAULT_LINKS
    comments: Comments | None = None
    summaries: bool = True
    map: bool = False

    def day_at(self, moment: datetime) -> date:
        """Return the digest's calendar day at a moment, which must carry its own time zone.

        "Today" is ``settings.day_at(datetime.now(UTC))``. Only the command line reads the clock; everything else takes
        the day as an argument, so that a check, a form and a fetch of the same minute agree on it.
        """
        if moment.tzinfo is None:
            raise ValueError("a moment without a time zone is on no certain day")
        return moment.astimezone(ZoneInfo(self.timezone)).date()


def load_settings(site: Path) -> Settings:
    """Read ``mkdocs.yml`` in the folder ``site``; what it lacks comes from the environment, see ``missing_settings``.

    Raises DigestifError where there is none, where a setting has no meaning, and where a folder that it names would
    have a build write or delete what is not its own.
    """
    raw = read_settings_file(site)
    settings = _completed(parse_settings(raw), missing_settings(raw, os.environ))
    folder = Folder(site)
    check_site_folders(folder, parse_folders(raw, root=folder.root))
    return settings


def uses_topic_words(site: Path) -> bool:
    """Return the setting ``topic_words``, without checking the folders that other settings name."""
    return parse_settings(read_settings_file(site)).topic_words


def has_map(site: Path) -> bool:
    """Return the setting ``map``, without checking the folders that other settings name."""
    return parse_settings(read_settings_file(site)).map


def read_settings_file(site: Path) -> bytes:
    """Return the bytes of ``mkdocs.yml``. Raises DigestifError where there is no such file, or a link."""
    raw = Folder(site).read(SETTINGS_FILE) if site.is_dir() else None
    if raw is None:
        raise DigestifError(
            f"{site / SETTINGS_FILE}: not found, so this folder is not a digest",
            fix="run the command in a digest's folder, name one with -C DIR, or make one: digestif new DIR",
        )
    return raw


def missing_settings(raw: bytes, environment: Mapping[str, str]) -> dict[str, str]:
    """Return what the text of ``mkdocs.yml`` lacks, by the names of the settings: name and addresses of the site.

    The addresses are those of the environment, and the name is made from the name of the repository. A new digest can
    so be published before anybody edits a file. A file that inherits settings is not completed. Raises DigestifError
    for an address that is none.
    """
    config = _mapping(plain(read_config(raw, file=SETTINGS_FILE)), "the file")
    if "INHERIT" in config:
        return {}
    given = {
        name: environment.get(variable, "").rstrip("/")
        for name, variable in ADDRESS_VARIABLES.items()
        if not _text(config, name)
    }
    found = {name: _checked_address(address, ADDRESS_VARIABLES[name]) for name, address in given.items() if address}
    if not _text(config, "site_name"):
        repository = urlsplit(found.get("repo_url") or _address(config, "repo_url")).path
        found["site_name"] = title_of(repository.rpartition("/")[2].removesuffix(".git")) or _UNNAMED
    return found


def title_of(name: str) -> str:
    """Return a title made of the name of a folder or a repository: "My digest" for my-digest. It may be empty."""
    words = "".join(character if character.isprintable() else " " for character in name)
    title = " ".join(re.sub(r"[-_.]+", " ", words).split())
    return title[:1].upper() + title[1:]


def _completed(settings: Settings, missing: Mapping[str, str]) -> Settings:
    site_url = settings.site_url or missing.get("site_url", "")
    repo_url = settings.repo_url or missing.get("repo_url", "")
    host = settings.host or _host({}, repo_url)
    title = missing.get("site_name", settings.title)
    return replace(settings, title=title, site_url=site_url, repo_url=repo_url, host=host)


def parse_folders(raw: bytes, *, root: Path) -> SiteFolders:
    """Return the folders that the text of ``mkdocs.yml`` names, and MkDocs' own names for those that it does not."""
    node = read_config(raw, file=SETTINGS_FILE)
    config = _mapping(plain(node), "the file")
    theme = config.get("theme")
    custom = _path(theme, "custom_dir") if isinstance(theme, dict) else ""
    lines = {
        "docs_dir": line_of(node, "docs_dir"),
        "site_dir": line_of(node, "site_dir"),
        "custom_dir": line_of(node, "theme", "custom_dir"),
    }
    return SiteFolders(
        docs=relative_folder(root, _path(config, "docs_dir") or "docs"),
        site=relative_folder(root, _path(config, "site_dir") or "site"),
        theme=relative_folder(root, custom) if custom else "",
        lines={setting: line for setting, line in lines.items() if line},
    )


def parse_settings(raw: bytes) -> Settings:
    """Return the settings in the text of ``mkdocs.yml``.

    Those are site_name, site_description, site_url, site_author, repo_url, and everything below extra.digestif.
    """
    node = read_config(raw, file=SETTINGS_FILE)
    config = _mapping(plain(node), "the file")
    extra = _mapping(_mapping(config.get("extra"), "extra").get("digestif"), "extra.digestif")
    for key in extra:
        if key not in EXTRA_KEYS:
            raise DigestifError(
                f"mkdocs.yml: extra.digestif.{key}: no such setting", fix=f"known are {', '.join(EXTRA_KEYS)}"
            )
    repo_url = _address(config, "repo_url")
    return Settings(
        title=_text(config, "site_name") or _UNNAMED,
        description=_text(config, "site_description"),
        site_url=_address(config, "site_url"),
        curator=_text(extra, "curator") or _text(config, "site_author"),
        repo_url=repo_url,
        host=_host(extra, repo_url),
        branch=_text(extra, "branch") or "main",
        stale_after_days=_days(extra),
        timezone=_timezone(extra),
        topic_words=_switch(extra, "topic_words", default=True),
        api=_switch(extra, "api", default=True),
        parquet=_switch(extra, "parquet", default=False),
        card_images=_card_images(extra),
        fewest_papers=_fewest_papers(extra),
        email=parse_email_settings(node),
        paper_links=parse_paper_links(node),
        comments=parse_comments(node),
        summaries=_switch(extra, "summaries", default=True),
        map=_switch(extra, "map", default=False),
    )


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


def _path(mapping: Mapping[str, Any], key: str) -> str:
    value = mapping.get(key)
    return value if isinstance(value, str) else ""


def _address(config: Mapping[str, Any], key: str) -> str:
    address = _text(config, key).rstrip("/")
    if not address:
        return ""
    return _checked_address(address, f"mkdocs.yml: {key}")


def _checked_address(address: str, place: str) -> str:
    try:
        return check_url(address)
    except ValueError as error:
        raise DigestifError(f"{place}: {error}") from None


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
    days = _text(extra, "stale_after_days") or "7"
    if not re.fullmatch(r"[0-9]{1,5}", days) or not 1 <= int(days) <= MOST_STALE_DAYS:
        raise DigestifError(
            f"mkdocs.yml: extra.digestif.stale_after_days: {_shortened(days)!r} is not a number of days",
            fix=f"expected a whole number from 1 to {MOST_STALE_DAYS}, as in stale_after_days: 7",
        )
    return int(days)


def _switch(extra: Mapping[str, Any], key: str, *, default: bool) -> bool:
    text = _text(extra, key).lower() or str(default).lower()
    if text not in ("true", "false"):
        raise DigestifError(
            f"mkdocs.yml: extra.digestif.{key}: {_shortened(text)!r} is not a switch",
            fix=f"expected true or false, as in {key}: {str(not default).lower()}",
        )
    return text == "true"


def _fewest_papers(extra: Mapping[str, Any]) -> int:
    """Return the least number of papers for a page of an author; 0 for ``authors: false``."""
    authors = extra.get("authors")
    if not isinstance(authors, dict):
        return _FEWEST_PAPERS if _switch(extra, "authors", default=True) else 0
    for key in authors:
        if key != "fewest_papers":
            raise DigestifError(
                f"mkdocs.yml: extra.digestif.authors.{key}: no such setting", fix="known is fewest_papers"
            )
    fewest = _text(authors, "fewest_papers") or str(_FEWEST_PAPERS)
    if not re.fullmatch(r"[0-9]{1,4}", fewest) or int(fewest) < 1:
        raise DigestifError(
            f"mkdocs.yml: extra.digestif.authors.fewest_papers: {_shortened(fewest)!r} is not a number of papers",
            fix="expected a whole number from 1 to 9999, as in fewest_papers: 3; authors: false makes no pages",
        )
    return int(fewest)


def _card_images(extra: Mapping[str, Any]) -> CardImages:
    text = _text(extra, "card_images").lower() or "site"
    for known in _CARD_IMAGES:
        if text == known:
            return known
    raise DigestifError(
        f"mkdocs.yml: extra.digestif.card_images: {_shortened(text)!r} is not known",
        fix=f"expected {', '.join(_CARD_IMAGES)}",
    )


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}…"


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
