"""Checks ``mkdocs.yml``: what the theme does not follow, and addresses that are missing."""

from __future__ import annotations

from pathlib import Path

from generator.checks.theme_settings import check_theme_settings
from generator.errors import Place, Problem
from generator.files.folder import Folder
from generator.settings import SETTINGS_FILE, load_settings, parse_folders, read_settings_file

_ADDRESSES = (
    (
        "site_url",
        "is not set, so there are no feeds, the sitemap is empty, and link previews lack the page's address",
        "set it to the address of the published site, as in site_url: https://ada.github.io/my-digest/",
    ),
    (
        "repo_url",
        "is not set, so readers see no links for correcting a record",
        "set it to the address of the repository, as in repo_url: https://github.com/ada/my-digest",
    ),
)


def find_settings_problems(site: Path) -> tuple[Problem, ...]:
    """Return what the theme does not follow of ``mkdocs.yml``."""
    raw = read_settings_file(site)
    folder = Folder(site)
    folders = parse_folders(raw, root=folder.root)
    own = [name for name in (folders.theme, folders.docs) if name]
    template = folder.read(f"{folders.theme}/main.html") if folders.theme else None

    def has_file(path: str) -> bool:
        return ".." not in path.split("/") and any(folder.kind(f"{name}/{path}") == "file" for name in own)

    problems = check_theme_settings(raw, has_file=has_file, main_template=(template or b"").decode(errors="replace"))
    return tuple(problems)


def find_unset_addresses(site: Path) -> tuple[Problem, ...]:
    """Return a suggestion for each address that neither ``mkdocs.yml`` nor the environment gives."""
    settings = load_settings(site)
    return tuple(
        Problem(
            place=Place(file=SETTINGS_FILE),
            code="address-unset",
            field=key,
            found=found,
            fix=fix,
            severity="suggestion",
        )
        for key, found, fix in _ADDRESSES
        if not getattr(settings, key)
    )
