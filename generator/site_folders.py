"""The folders that mkdocs.yml names (docs_dir, site_dir, custom_dir), checked before anything uses them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.errors import DigestifError, Place, Problem
from generator.files.folder import Folder
from generator.files.lock import WORK_FOLDER

_FILE = "mkdocs.yml"
_KEPT = {
    "content": "which holds the records",
    "vendor": "which holds the pinned program",
    ".git": "which Git owns",
    ".github": "which holds workflows and forms",
    WORK_FOLDER: "which holds caches",
}
_EXAMPLES = {"docs_dir": "docs", "site_dir": "site", "custom_dir": "theme"}
#: Any of these sets of files shows that digestif or MkDocs built a folder.
_BUILT = (
    ("search-index/manifest.json",),
    ("pagefind/manifest.json",),
    ("schema/paper.json",),
    ("sitemap.xml", "404.html"),
)
_NAMED_FILES = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteFolders:
    """Paths relative to the digest's folder; ``theme`` is empty where mkdocs.yml has no custom_dir.

    ``places`` are the lines and columns of mkdocs.yml where the settings are, by their names.
    """

    docs: str = "docs"
    site: str = "site"
    theme: str = ""
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict, compare=False)

    def named(self) -> Iterator[tuple[str, str]]:
        """Yield the name of each setting with its folder."""
        yield "docs_dir", self.docs
        yield "site_dir", self.site
        if self.theme:
            yield "custom_dir", self.theme


def relative_folder(root: Path, named: str) -> str:
    """Return a folder that mkdocs.yml names as a path below ``root``, "." for the root itself.

    A folder elsewhere stays an absolute path or begins with "..", which ``check_site_folders`` refuses.
    """
    path = Path(named)
    if path.is_absolute():
        if not path.is_relative_to(root):
            return named
        path = path.relative_to(root)
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts) or "."


def check_site_folders(site: Folder, folders: SiteFolders) -> None:
    """Raise DigestifError naming every folder that leaves the digest, overlaps another, is a link, or is not a build's.

    A build replaces the whole of site_dir, and writes and removes pages in docs_dir.
    """
    problems = [
        Problem(place=_place(folders, setting), code="settings-folder", field=setting, found=found, fix=fix)
        for setting, folder in folders.named()
        for found, fix in _problems(site, folders, setting, folder)
    ]
    if problems:
        raise DigestifError("\n".join(map(str, problems)))


def check_built(site: Folder, path: str) -> str:
    """Say which files a build would delete in a folder that no build made; empty where it may replace the folder."""
    if site.kind(path) != "folder":
        return ""
    names = [entry.path.rpartition("/")[2] for entry in site.children(path)]
    if not names or any(all(site.kind(f"{path}/{file}") == "file" for file in files) for files in _BUILT):
        return ""
    more = ", …" if len(names) > _NAMED_FILES else ""
    return f"{', '.join(names[:_NAMED_FILES])}{more}"


def _problems(site: Folder, folders: SiteFolders, setting: str, folder: str) -> Iterator[tuple[str, str]]:
    example = f"name a folder of its own below the digest's, as in {setting}: {_EXAMPLES[setting]}"
    if folder == ".":
        yield "is the digest's own folder", example
    elif folder.startswith(("/", "..", "\\")) or "\\" in folder or "\0" in folder:
        yield f"{folder!r} is outside the digest's folder", example
    else:
        overlaps = list(_overlaps(folders, setting, folder))
        yield from ((found, example) for found in overlaps)
        if not overlaps:
            yield from _state(site, setting, folder)


def _overlaps(folders: SiteFolders, setting: str, folder: str) -> Iterator[str]:
    for kept, why in _KEPT.items():
        if _overlap(folder, kept):
            yield f"{folder} overlaps {kept}/, {why}"
    if setting == "site_dir":
        for other, path in folders.named():
            if other != setting and _overlap(folder, path):
                yield f"{folder} overlaps {path}, which is {other}"


def _state(site: Folder, setting: str, folder: str) -> Iterator[tuple[str, str]]:
    parts = folder.split("/")
    for depth in range(1, len(parts) + 1):
        path = "/".join(parts[:depth])
        kind = site.kind(path)
        if kind == "link":
            yield f"{path} is a symbolic link, which may lead out of the digest", "replace the link with a real folder"
            return
        if kind not in ("folder", None):
            yield f"{path} is not a folder", "move the file away, or name another folder"
            return
    if setting == "custom_dir" and site.kind(folder) is None:
        yield f"{folder} is missing", "create the folder, or delete the line to use the theme as it is"
    if setting == "site_dir" and (files := check_built(site, folder)):
        found = f"{folder} has files that no build made ({files}), and a build would delete them"
        yield found, "name another folder; if all of it may go, delete it yourself"


def _overlap(one: str, other: str) -> bool:
    """Whether one folder is the other or inside it; compared without case, as some disks do."""
    first, second = f"{one}/".casefold(), f"{other}/".casefold()
    return first.startswith(second) or second.startswith(first)


def _place(folders: SiteFolders, setting: str) -> Place:
    line, column = folders.places.get(setting, (None, None))
    return Place(file=_FILE, line=line, column=column)
