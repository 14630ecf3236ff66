"""Files for programs in, files of the new site out: only those whose inputs changed are rendered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from generator.files.folder import Folder
from generator.files.hashing import hash_bytes
from generator.outputs.api.download import DOWNLOAD, INDEX, read_chunks
from generator.outputs.output_file import OutputFile
from generator.progress import ReportProgress, ignore_progress
from generator.text.counts import counted


@dataclass(frozen=True, slots=True)
class CachedOutput:
    """A file at the end of the last build: the hash of its inputs, and that of its bytes."""

    inputs: str
    file: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WrittenOutputs:
    """The files of a build by path, and how many of them were rendered."""

    files: Mapping[str, CachedOutput]
    rendered: int

    def __str__(self) -> str:
        return f"feeds and data: {counted(len(self.files), 'file')}, {self.rendered:,} rendered"


def last_chunks(
    site: Folder, folder: str, *, cached: Mapping[str, CachedOutput], hashes: Mapping[str, str]
) -> Mapping[str, bytes]:
    """Return the chunks of the API's download of the last build, which is in ``folder``, by their state.

    There are none unless the download and its index still have the hashes that the build gave them.
    """
    found = []
    for path in (INDEX, DOWNLOAD):
        known = cached.get(path)
        raw = site.read(f"{folder}/{path}") if known and hashes.get(path) == known.file else None
        if raw is None:
            return {}
        found.append(raw)
    return read_chunks(*found)


def write_outputs(
    site: Folder,
    out: str,
    files: Iterable[OutputFile],
    *,
    taken: Collection[str],
    cached: Mapping[str, CachedOutput],
    cached_folder: str,
    cached_hashes: Mapping[str, str],
    progress: ReportProgress = ignore_progress,
) -> WrittenOutputs:
    """Write files into the folder ``out``, except where a person's file is; ``taken`` has their paths.

    ``cached`` are those of the last build, which are in ``cached_folder`` with these hashes: a file with the same
    inputs is linked from there. Without them the result is the same, later.
    """
    planned = [file for file in files if file.path not in taken]
    written: dict[str, CachedOutput] = {}
    rendered = 0
    for done, file in enumerate(planned):
        progress("Writing feeds and data", done, len(planned))
        inputs = file.fingerprint
        known = cached.get(file.path)
        if known and known.inputs == inputs and cached_hashes.get(file.path) == known.file:
            site.link_or_copy(f"{cached_folder}/{file.path}", f"{out}/{file.path}")
            written[file.path] = known
            continue
        content = file.render()
        site.write(f"{out}/{file.path}", content)
        written[file.path] = CachedOutput(inputs, hash_bytes(content))
        rendered += 1
    return WrittenOutputs(files=written, rendered=rendered)
