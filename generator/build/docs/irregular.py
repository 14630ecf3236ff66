"""A folder of the site in, hashes of its files out; links, pipes, sockets, devices and odd names in it are refused.

MkDocs follows links when it copies docs/ and custom themes, so a link in a cloned digest could publish any file of this
machine, and opening a pipe waits for ever.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

from generator.errors import DigestifError
from generator.files.folder import Folder, FolderEntry
from generator.files.hashing import scan_tree

_KINDS = {"link": "is a symbolic link", "other": "is a pipe, a socket or a device"}
#: Python reads bytes of a name that are not UTF-8 as surrogates.
_NO_ADDRESS = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]")


def scan_regular_files(site: Folder, path: str) -> dict[str, str]:
    """Return the hash of every file below a folder of the site, by its path there.

    Raises DigestifError naming every entry that is neither a file nor a folder, or a file that may not be read, and
    every name that is not UTF-8, or has a backslash or a control character.
    """
    tree = scan_tree(site.path(path), shown=path)
    refused = [entry for entry in tree.irregular if not _is_editor_lock(site, f"{path}/{entry.path}")]
    odd_names = sorted(name for name in tree.hashes if _NO_ADDRESS.search(name))
    if refused or odd_names:
        raise _refusal(path, refused, odd_names)
    return tree.hashes


def _is_editor_lock(site: Folder, path: str) -> bool:
    """Whether an entry is Emacs' mark of a file that is being edited: a link ``.#name`` to nowhere, never published."""
    return path.rpartition("/")[2].startswith(".#") and not os.path.exists(site.root / path)  # noqa: PTH110  # follows the link


def _refusal(path: str, entries: Iterable[FolderEntry], odd_names: Iterable[str]) -> DigestifError:
    found = [f"{path}/{entry.path}: {_KINDS[entry.kind]}" for entry in entries]
    found += [f"{path}/{name!r}: has a name that no address can have" for name in odd_names]
    return DigestifError(
        "\n".join([f"{path}/ has entries that cannot be published:", *found]),
        fix="replace each link with a real file or folder, and rename or remove the others; nothing was changed",
    )
