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

from generator.author_settings import DEFAULT_AUTHORS, parse_authors
from generator.comment_settings import Comments, parse_comments
from generator.email_settings import EmailSettings, parse_email_settings
from generator.errors import DigestifError, ErrorList, quote
from generator.files.folder import Folder
from generator.icon_settings import SiteIcon, icon_from, named_images
from generator.language.languages import ENGLISH
from generator.language_settings import parse_language
from generator.link_settings import DEFAULT_LINKS, LinkTemplate, parse_paper_links
from generator.publish_settings import parse_address
from generator.site_folders import SiteFolders, check_site_folders, relative_folder
from generator.text.addresses.urls import check_url
from generator.text.languages import check_language
from generator.thumbnail_settings import parse_thumbnails
from generator.yaml.config_file import mark_of, place_of
from generator.yaml.plain_section import PlainSection, shortened, whole_file

Host = Literal["github", "gitlab", "codeberg"]
#: Which images link previews have: none, one for the whole site, or one for each paper as well.
CardImages = Literal["none", "site", "papers"]
HOSTS: Mapping[str, Host] = {"github.com": "github", "gitlab.com": "gitlab", "codeberg.org": "codeberg"}
SETTINGS_FILE = "mkdocs.yml"
#: Variables that a workflow sets, by the address that they give where ``mkdocs.yml`` has none.
ADDRESS_VARIABLES: Mapping[str, str] = {"site_url": "DIGESTIF_SITE_URL", "repo_url": "DIGESTIF_REPO_URL"}
#: Ten years: with a digest that is never stale, this many days still give a date.
MOST_STALE_DAYS = 3650
_UNNAMED = "Digest"
EXTRA_KEYS = (
    *("curator", "branch", "email", "host", "publish", "stale_after_days", "timezone", "topic_words"),
    *("api", "authors", "parquet", "card_images", "paper_links", "comments"),
    *("map", "offline", "summaries", "thumbnails", "lead_language"),
)
_CARD_IMAGES: tuple[CardImages, ...] = ("none", "site", "papers")


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """A digest's settings. Addresses end without a slash; an empty one is not configured.

    ``host`` is the kind of forge behind ``repo_url``; ``stale_after_days`` is how old the newest digest may
    grow before the pages say so. ``timezone`` is the IANA name of the time zone in which a digest's day begins
    and ends. ``topic_words`` is whether learned weights of words correct the topics that phrases give. ``api`` is
    whether the site has its data as files for programs, ``parquet`` whether these include a Parquet file.
    ``fewest_papers`` is how many papers a name needs for the index of authors, which has their papers; 0 means that
    there is none. ``own_page`` is how many it needs for a page of its own. ``email`` is how digests
    are sent. ``paper_links`` lead from a paper's page to other sites. ``comments`` is where readers comment, or None.
    ``summaries`` is whether pages show summaries that the authors did not write, ``map`` whether there is a map of
    papers, ``offline`` whether readers can keep copies of pages in their browsers. ``icon`` is an image of the site's
    own for those who install the site. ``thumbnail_days`` is how
    many of the newest days have thumbnails; 0 for none. ``publish`` is where ``digestif publish`` uploads the site.
    ``lead_language`` is the language whose translations lead; where it is empty, originals do.
    ``language`` is the ``Language.id`` of the words of pages, feeds and e-mails.
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
    fewest_papers: int = DEFAULT_AUTHORS["fewest_papers"]
    own_page: int = DEFAULT_AUTHORS["own_page"]
    email: EmailSettings = field(default_factory=EmailSettings)
    paper_links: tuple[LinkTemplate, ...] = DEFAULT_LINKS
    comments: Comments | None = None
    summaries: bool = True
    map: bool = False
    offline: bool = True
    thumbnail_days: int = 0
    publish: str = ""
    lead_language: str = ""
    language: str = ENGLISH.id
    icon: SiteIcon | None = None

    @property
    def extras(self) -> tuple[str, ...]:
        """The extras of the program that the settings need, as in ``pip install 'digestif[map]'``."""
        needed = {
            "map": self.map,
            "parquet": self.parquet,
            "publish": bool(self.publish) and parse_address(self.publish).kind == "s3",
            "thumbnails": bool(self.thumbnail_days),
        }
        return tuple(name for name, is_needed in needed.items() if is_needed)

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
    folder, errors = Folder(site), ErrorList()
    folders = parse_folders(raw, root=folder.root)
    settings = errors.attempt(parse_settings, raw)
    missing = errors.attempt(missing_settings, raw, os.environ)
    errors.attempt(check_site_folders, folder, folders)
    errors.raise_all()
    return replace(_completed(settings, missing), icon=_icon(folder, folders.docs, raw))


def _icon(folder: Folder, docs: str, raw: bytes) -> SiteIcon | None:
    for path in named_images(whole_file(raw).values.get("theme")):
        file = f"{docs}/{path}"
        content = folder.read(file) if folder.kind(file) == "file" else None
        if content is not None and (icon := icon_from(path, content)):
            return icon
    return None


def uses_topic_words(site: Path) -> bool:
    """Return the setting ``topic_words``, without checking the folders that other settings name."""
    return parse_settings(read_settings_file(site)).topic_words


def has_map(site: Path) -> bool:
    """Return the setting ``map``, without checking the folders that other settings name."""
    return parse_settings(read_settings_file(site)).map


def lead_language(site: Path) -> str:
    """Return the setting ``lead_language``, without checking the folders that other settings name."""
    return parse_settings(read_settings_file(site)).lead_language


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
    config = whole_file(raw)
    if "INHERIT" in config.values:
        return {}
    given = {
        name: environment.get(variable, "").rstrip("/")
        for name, variable in ADDRESS_VARIABLES.items()
        if not config.text(name)
    }
    found = {name: _checked_address(address, ADDRESS_VARIABLES[name]) for name, address in given.items() if address}
    if not config.text("site_name"):
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
    host = settings.host or _host_of(repo_url)
    title = missing.get("site_name", settings.title)
    return replace(settings, title=title, site_url=site_url, repo_url=repo_url, host=host)


def parse_folders(raw: bytes, *, root: Path) -> SiteFolders:
    """Return the folders that the text of ``mkdocs.yml`` names, and MkDocs' own names for those that it does not."""
    config = whole_file(raw)
    node, theme = config.node, config.values.get("theme")
    custom = _path(theme, "custom_dir") if isinstance(theme, dict) else ""
    marks = {
        "docs_dir": mark_of(node, "docs_dir"),
        "site_dir": mark_of(node, "site_dir"),
        "custom_dir": mark_of(node, "theme", "custom_dir"),
    }
    return SiteFolders(
        docs=relative_folder(root, _path(config.values, "docs_dir") or "docs"),
        site=relative_folder(root, _path(config.values, "site_dir") or "site"),
        theme=relative_folder(root, custom) if custom else "",
        places={setting: (mark.line + 1, mark.column + 1) for setting, mark in marks.items() if mark},
    )


def parse_settings(raw: bytes) -> Settings:
    """Return the settings in the text of ``mkdocs.yml``.

    Those are site_name, site_description, site_url, site_author, repo_url, and everything below extra.digestif.
    Raises one DigestifError with all errors.
    """
    config = whole_file(raw)
    node, errors = config.node, ErrorList()
    attempt = errors.attempt
    extra = attempt(_own_settings, config) or PlainSection(node, ("extra", "digestif"), {})
    for key in (key for key in extra.values if key not in EXTRA_KEYS):
        errors.add(extra.error(key, "no such setting", f"known are {', '.join(EXTRA_KEYS)}"))
    config.check_texts(errors, "site_name", "site_description", "site_author")
    extra.check_texts(errors, "curator", "branch", "publish", "lead_language")
    repo_url = attempt(_address, config, "repo_url")
    authors = attempt(parse_authors, extra) or DEFAULT_AUTHORS
    settings = Settings(
        title=config.text("site_name") or _UNNAMED,
        description=config.text("site_description"),
        site_url=attempt(_address, config, "site_url"),
        curator=extra.text("curator") or config.text("site_author"),
        repo_url=repo_url,
        host=attempt(_host, extra, repo_url or ""),
        branch=extra.text("branch") or "main",
        stale_after_days=attempt(_days, extra),
        timezone=attempt(_timezone, extra),
        topic_words=attempt(_switch, extra, "topic_words", default=True),
        api=attempt(_switch, extra, "api", default=True),
        parquet=attempt(_switch, extra, "parquet", default=False),
        card_images=attempt(_card_images, extra),
        fewest_papers=authors["fewest_papers"],
        own_page=max(authors.values()),
        email=attempt(parse_email_settings, node),
        paper_links=attempt(parse_paper_links, node),
        comments=attempt(parse_comments, node),
        summaries=attempt(_switch, extra, "summaries", default=True),
        map=attempt(_switch, extra, "map", default=False),
        offline=attempt(_switch, extra, "offline", default=True),
        thumbnail_days=attempt(parse_thumbnails, node),
        publish=attempt(_publish, extra),
        lead_language=attempt(_lead_language, extra),
        language=attempt(parse_language, config),
    )
    errors.raise_all()
    return settings


def _own_settings(config: PlainSection) -> PlainSection:
    return config.section("extra").section("digestif")


def _path(mapping: Mapping[str, Any], key: str) -> str:
    value = mapping.get(key)
    return value if isinstance(value, str) else ""


def _address(config: PlainSection, key: str) -> str:
    address = config.text(key).rstrip("/")
    if not address:
        return ""
    return _checked_address(address, f"{place_of(config.node, key, file=SETTINGS_FILE)}: {key}")


def _checked_address(address: str, place: str) -> str:
    try:
        return check_url(address)
    except ValueError as error:
        found, _, fix = str(error).partition("\n")
        raise DigestifError(f"{place}: {found}", fix=fix) from None


def _host(extra: PlainSection, repo_url: str) -> Host | None:
    named = extra.text("host")
    if not named:
        return _host_of(repo_url)
    for host in HOSTS.values():
        if named == host:
            return host
    raise extra.error("host", f"{quote(named)} is not known", f"expected {', '.join(HOSTS.values())}")


def _host_of(repo_url: str) -> Host | None:
    return HOSTS.get(urlsplit(repo_url).hostname or "")


def _publish(extra: PlainSection) -> str:
    target = extra.text("publish")
    if target:
        try:
            parse_address(target)
        except DigestifError as error:
            raise extra.error("publish", error.message, error.fix) from None
    return target


def _lead_language(extra: PlainSection) -> str:
    tag = extra.text("lead_language")
    try:
        return check_language(tag) if tag else ""
    except ValueError as error:
        found, _, fix = str(error).partition("\n")
        raise extra.error("lead_language", found, fix) from None


def _days(extra: PlainSection) -> int:
    days = extra.text("stale_after_days") or "7"
    if not re.fullmatch(r"[0-9]{1,5}", days) or not 1 <= int(days) <= MOST_STALE_DAYS:
        fix = f"expected a whole number from 1 to {MOST_STALE_DAYS}, as in stale_after_days: 7"
        raise extra.error("stale_after_days", f"{shortened(days)!r} is not a number of days", fix)
    return int(days)


def _switch(extra: PlainSection, key: str, *, default: bool) -> bool:
    text = extra.text(key).lower() or str(default).lower()
    if text not in ("true", "false"):
        fix = f"expected true or false, as in {key}: {str(not default).lower()}"
        raise extra.error(key, f"{shortened(text)!r} is not a switch", fix)
    return text == "true"


def _card_images(extra: PlainSection) -> CardImages:
    text = extra.text("card_images").lower() or "site"
    for known in _CARD_IMAGES:
        if text == known:
            return known
    raise extra.error("card_images", f"{shortened(text)!r} is not known", f"expected {', '.join(_CARD_IMAGES)}")


def _timezone(extra: PlainSection) -> str:
    name = extra.text("timezone") or "UTC"
    try:
        ZoneInfo(name)
    # OSError: a folder of the time zone database, as in "Europe". ValueError: a path, as in "../UTC".
    except (ZoneInfoNotFoundError, OSError, ValueError):
        fix = "expected a name of the IANA time zone database, as in timezone: Europe/Berlin"
        raise extra.error("timezone", f"{quote(name)} is not a time zone", fix) from None
    return name
