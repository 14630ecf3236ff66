"""Renames a record: its file moves, and its former key becomes an alias, so that links and lists still find it."""

from __future__ import annotations

from collections.abc import Container

from generator.contributions.difference import RecordChange
from generator.contributions.forms.outcome import Outcome
from generator.errors import DigestifError
from generator.ids import check_key
from generator.importing.identity import new_key
from generator.model import Paper, Record
from generator.records.editor import update_record
from generator.records.read import read_record
from generator.store.changes import FileRemoval, FileWrite
from generator.store.content import PAPERS_FOLDER, REMOVED_FILE, Content
from generator.text.markup.html import read_html_line
from generator.text.markup.latex import repair_latex
from generator.text.markup.titles import clean_title


def rename_record(record: Record, key: str, content: Content) -> Outcome:
    """Give a record another key; without one, the key that an import would make from its id or title.

    The new file is written before the old one is deleted, so that an interruption loses neither; the same command then
    finishes the work. Raises DigestifError if the key is not valid or belongs to another paper.
    """
    removal = FileRemoval(file=record.file, old_hash=content.hashes[record.file])
    if key and content.raw.get(_file(record, key)) == _renamed(record, (*record.paper.aliases, record.key), content):
        return _outcome(record, key, record.paper, removal)
    owners = _owners(record, content)
    name_another = f"name another key, as in digestif rename {record.key} a-better-key"
    wanted = _valid_key(key) if key else _made_key(record, owners)
    if wanted == record.key:
        found = f"{wanted} is the key of {record.file} already"
        raise DigestifError(
            found if key else f"{found}: an import would make the same key from its identifier or title",
            fix=name_another,
        )
    key = wanted
    if key in owners:
        raise DigestifError(f"{key} is taken: {owners[key]}", fix=name_another)
    # Where two files have the same key, its address stays that of the other one.
    former = () if record.key in owners else (record.key,)
    aliases = tuple(alias for alias in dict.fromkeys((*record.paper.aliases, *former)) if alias != key)
    file, raw = _file(record, key), _renamed(record, aliases, content)
    after = read_record(raw, file=file).record
    return _outcome(record, key, after.paper if after else record.paper, FileWrite(file=file, content=raw), removal)


def _file(record: Record, key: str) -> str:
    return f"{record.file.rpartition('/')[0]}/{key}.yaml"


def _renamed(record: Record, aliases: tuple[str, ...], content: Content) -> bytes:
    """Return the text of the record with other aliases."""
    raw = content.raw[record.file]
    return raw if aliases == record.paper.aliases else update_record(raw, {"aliases": list(aliases) or None})


def _outcome(record: Record, key: str, after: Paper, *steps: FileWrite | FileRemoval) -> Outcome:
    return Outcome(
        steps=steps,
        changes=(RecordChange(key=key, before=record.paper, after=after),),
        title=f"Rename {record.key} to {key}: {record.paper.title}",
        done=f"Renamed {record.key} to {key}: {record.paper.title}",
    )


def _made_key(record: Record, taken: Container[str]) -> str:
    title, _ = repair_latex(clean_title(read_html_line(record.paper.title)))
    return new_key(record.paper.model_copy(update={"title": title}), taken)


def _valid_key(key: str) -> str:
    try:
        return check_key(key)
    except ValueError as error:
        found, _, fix = str(error).partition("\n")
        raise DigestifError(found, fix=fix) from error


def _owners(record: Record, content: Content) -> dict[str, str]:
    """Return every key that another paper has or had, and where."""
    owners = {
        entry.key: f"the list {source} of {day} has a paper with this key"
        for (day, source), snapshot in content.snapshots.items()
        for entry in snapshot.entries
        if entry.key not in (record.key, *record.paper.aliases)
    }
    owners |= dict.fromkeys(content.removed, f"{REMOVED_FILE} has a paper with this key")
    owners |= {
        alias: f"it is an alias of {other.file}"
        for other in content.records
        if other.file != record.file
        for alias in other.paper.aliases
    }
    return owners | {
        file.rpartition("/")[2].removesuffix(".yaml"): f"it is the key of {file}"
        for file in sorted(content.hashes)
        if file.startswith(f"{PAPERS_FOLDER}/") and file.endswith(".yaml") and file != record.file
    }
