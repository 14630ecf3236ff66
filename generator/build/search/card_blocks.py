"""Blocks of cards: records in, folders of card files out, of which only those that changed are made again.

In the cache, a block is a folder of such files. Beside it is a signed file with hashes of all files and of what each is
made from. A block with any other file is not used, whether it was damaged or came with a clone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise

from generator.build.search.cards import CardWriter
from generator.errors import DigestifError
from generator.files.cache import Cache
from generator.files.folder import Folder
from generator.files.hashing import hash_bytes, hash_files, hash_of_hashes, hash_texts
from generator.files.program import program_hash
from generator.language.words import current_language
from generator.pages.views.search import SearchRecord

#: Rows of a block. Oldest papers come first, and what is left after the last whole block is in small ones, because a
#: block's name changes with any of its files: a new day changes the last of them alone.
BLOCK, SMALL_BLOCK = 480, 32
_NEW = "new"
_NAME_DIGITS = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A block in the cache: hashes of what its files were made from, and hashes of these files, by their names."""

    sources: Mapping[str, str]
    files: Mapping[str, str]

    @property
    def name(self) -> str:
        """The name of the block's folder on the site, which changes with any of its files."""
        return hash_of_hashes(self.files)[:_NAME_DIGITS]


def block_rows(papers: int) -> list[tuple[int, int]]:
    """Return the first row of each block, and the row after its last."""
    whole = papers - papers % BLOCK
    starts = [*range(0, whole, BLOCK), *range(whole, papers, SMALL_BLOCK)]
    return list(pairwise((*starts, papers)))


class BlockCache:
    """The blocks of cards in the folder ``path`` of a digest."""

    def __init__(self, site: Folder, path: str, *, together: int) -> None:
        self._site = site
        self._together = together
        self._path = path
        self._signed = Cache(site, path)

    def place(
        self, number: int, start: int, records: Sequence[SearchRecord], cards: CardWriter, target: str
    ) -> tuple[Block, bool]:
        """Put the files of a block into a folder of its name below ``target``; true if the block was made again.

        A file has as many cards as are ``together``. Its number is counted from the row of the last whole block's end,
        ``start`` being the block's first row.
        """
        starts = range(0, len(records), self._together)
        before = start % BLOCK // self._together
        groups = {str(before + name): records[first : first + self._together] for name, first in enumerate(starts)}
        program = _hash_program(cards)
        sources = {name: _hash_records(group, program) for name, group in groups.items()}
        cached = self._read(number)
        fresh = cached is None or cached.sources != sources
        block = self._make(number, groups, cards, sources, cached) if cached is None or fresh else cached
        self._link(block.files, f"{self._path}/{number}", f"{target}/{block.name}")
        return block, fresh

    def remove_others(self, count: int) -> None:
        """Remove blocks that no longer exist, and what an interrupted build left."""
        kept = {name for number in range(count) for name in (str(number), f"{number}.json")}
        for entry in self._site.children(self._path):
            if entry.path.rpartition("/")[2] not in kept:
                self._site.remove_tree(entry.path)

    def _read(self, number: int) -> Block | None:
        """Return a block that an earlier build of this user left, if every file of it is as that build left it."""
        raw = self._signed.read(f"{number}.json")
        if raw is None:
            return None
        cached = Block(**json.loads(raw))
        try:
            unchanged = hash_files(self._site.path(f"{self._path}/{number}")) == cached.files
        except (OSError, DigestifError):  # a link, a pipe, or a file that may not be read
            return None
        return cached if unchanged else None

    def _make(
        self,
        number: int,
        groups: Mapping[str, Sequence[SearchRecord]],
        cards: CardWriter,
        sources: Mapping[str, str],
        cached: Block | None,
    ) -> Block:
        """Replace a block's files, then its hashes: a build that is killed in between leaves a block without them."""
        new = f"{self._path}/{_NEW}"
        self._site.remove_tree(new)
        self._site.make(new)
        folder = self._site.path(new)
        kept = {name for name, made_from in sources.items() if cached and cached.sources.get(name) == made_from}
        if kept:
            self._link(kept, f"{self._path}/{number}", new)
        files = {}
        for name, group in groups.items():
            if cached and name in kept:
                files[name] = cached.files[name]
            else:
                content = cards.write(group)
                (folder / name).write_bytes(content)
                files[name] = hash_bytes(content)
        block = Block(sources=sources, files=files)
        self._signed.remove(f"{number}.json")
        for old in (f"{number}.json", str(number)):
            self._site.remove_tree(f"{self._path}/{old}")
        self._site.move(new, f"{self._path}/{number}")
        content = json.dumps(asdict(block), separators=(",", ":")).encode()
        self._signed.write(f"{number}.json", content)
        return block

    def _link(self, names: Iterable[str], folder: str, target: str) -> None:
        """Give files second names where the disk can, else copy them: an archive has thousands of cards."""
        try:
            self._site.link_files(names, folder, target)
        except OSError:
            for name in names:
                self._site.write(f"{target}/{name}", self._site.read(f"{folder}/{name}") or b"")


def _hash_program(cards: CardWriter) -> str:
    """Hash what renders cards: the program, the language, and the opening of all files."""
    return hash_texts(program_hash(), current_language().id, hash_bytes(cards.opening))


def _hash_records(records: Sequence[SearchRecord], program: str) -> str:
    """Hash everything that a file is made from."""
    return hash_texts(program, *(record.fingerprint for record in records))
