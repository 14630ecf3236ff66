"""A build that would lose many papers is refused: a missing folder is more often an accident than a decision.

A paper is lost when the site shows it and content/ has no record of it, no record with its key as an alias, and no
entry in content/removed.yaml. Renaming papers, and removing them with their entry, is never refused.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog.catalog import Catalog
from generator.errors import DigestifError
from generator.files.folder import Folder
from generator.store.content import REMOVED_FILE
from generator.store.removed import read_removed
from generator.text.counts import counted

_PAPERS = "papers"
#: A page of a paper, and not of its removal or its new address.
_IS_PAPER = b'class="dg is-paper"'
#: So few papers are deleted on purpose, even from a small digest.
_FEW = 5


def refuse_shrinking(site: Folder, folder: str, catalog: Catalog) -> None:
    """Raise DigestifError where the site in ``folder`` would lose more than a tenth of its papers, or all of them."""
    known = {*catalog.by_key, *_aliases(catalog), *_removed(site)}
    shown = {entry.path.rpartition("/")[2] for entry in site.children(f"{folder}/{_PAPERS}") if entry.kind == "folder"}
    lost = {key for key in shown - known if _IS_PAPER in (site.read(f"{folder}/{_PAPERS}/{key}/index.html") or b"")}
    kept = shown & catalog.by_key.keys()
    total = len(lost) + len(kept)
    if len(lost) > max(_FEW, total / 10) or (lost and not kept):
        raise DigestifError(
            f"{folder}/ would lose {len(lost):,} of its {counted(total, 'paper')}, so nothing was changed:"
            " content/ no longer has their records",
            fix="check that content/papers/ is complete; to remove these papers, run: digestif build --allow-shrink",
        )


def _aliases(catalog: Catalog) -> Iterator[str]:
    return (alias for entry in catalog.entries for alias in entry.paper.aliases)


def _removed(site: Folder) -> Iterator[str]:
    return (removed.key for removed in read_removed(site.read(REMOVED_FILE) or b"", file=REMOVED_FILE).removed)
