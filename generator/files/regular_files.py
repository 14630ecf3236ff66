"""Checks the files of a folder that MkDocs copies: links, pipes, sockets, devices and odd names are refused.

MkDocs follows links when it copies docs/ and custom themes, so a link in a cloned digest could publish any file of this
machine, and opening a pipe waits for ever.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from generator.errors import DigestifError, Place, Problem
from generator.files.folder import Folder
from generator.files.hashing import Tree, scan_tree

_KINDS = {"link": "is a symbolic link", "other": "is a pipe, a socket or a device"}
#: Python reads bytes of a name that are not UTF-8 as surrogates.
_NO_ADDRESS = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]")


def scan_regular_files(site: Folder, path: str) -> dict[str, str]:
    """Return the hash of every file below a folder of the site, by its path there.

    Raises DigestifError with all the problems that ``check_regular_files`` finds.
    """
    tree = scan_tree(site.path(path), shown=path)
    if problems := tuple(_problems(site, path, tree)):
        raise DigestifError(
            "\n".join([f"{path}/ has entries that cannot be published:", *map(str, problems)]),
            fix="nothing was changed",
        )
    return tree.hashes


def check_regular_files(site: Folder, path: str) -> tuple[Problem, ...]:
    """Return a problem for each entry that is no file or folder, and for each name that no address can have."""
    return tuple(_problems(site, path, scan_tree(site.path(path), shown=path)))


def _problems(site: Folder, path: str, tree: Tree) -> Iterator[Problem]:
    for entry in tree.irregular:
        file = f"{path}/{entry.path}"
        if not _is_editor_lock(site, file):
            fix = "replace it with a real file or folder, or remove it"
            yield Problem(place=Place(file=file), code="irregular-file", found=_KINDS[entry.kind], fix=fix)
    for name in sorted(filter(_NO_ADDRESS.search, tree.hashes)):
        found = f"the name {name!r} is not UTF-8, or has a backslash or a control character"
        yield Problem(place=Place(file=path), code="irregular-name", found=found, fix="rename the file")


def _is_editor_lock(site: Folder, path: str) -> bool:
    """Whether an entry is Emacs' mark of a file that is being edited: a link ``.#name`` to nowhere, never published."""
    return path.rpartition("/")[2].startswith(".#") and not os.path.exists(site.root / path)  # noqa: PTH110  # follows the link
