"""Generated pages in, files under docs/ out: only what changed is written, and no file that a person owns."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.batches import Named, RunBatches, run_here
from generator.build.child_process import run_in_two_processes
from generator.build.docs.stamps import Owner, add_stamp, can_have_stamp, find_owner, hash_text
from generator.errors import Place, Problem
from generator.files.folder import TEMPORARY_PREFIX, TEMPORARY_SUFFIX, Folder
from generator.files.hashing import hash_bytes
from generator.files.regular_files import scan_regular_files
from generator.pages.context import RenderContext
from generator.pages.page import Page, quick_fingerprint
from generator.pages.sent import SentContext, SentPage
from generator.progress import ReportProgress, ignore_progress

#: Texts of this many characters are kept for the site by each process; what exceeds them is read from docs/ again.
_KEPT_CHARACTERS = 8_000_000
#: Pages that are rendered together.
_BATCH = 64
#: With fewer pages that are new, sending the context takes longer than rendering them here.
_FEW = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class PageState:
    """A generated file under docs/: hashes of the page's inputs, of its text, and of the file with its stamp.

    ``front`` are the names in its front matter, beginning with the kind of page.
    """

    inputs: str
    text: str
    file: str
    front: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class DocsUpdate:
    """What a run did under docs/: paths relative to it, sorted; problems are files that people own.

    ``states`` are the generated pages that this run was to write, by path; ``texts`` are those of pages that were
    rendered, as far as they fit into memory; ``hashes`` are those of all files under docs/. ``warnings`` name the files
    of content/ that have no page.
    """

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()
    states: Mapping[str, PageState]
    texts: Mapping[str, str]
    hashes: Mapping[str, str]


def write_pages(
    site: Folder,
    docs: str,
    pages: Sequence[Page],
    *,
    cached: Mapping[str, PageState] | None = None,
    hashes: Mapping[str, str] | None = None,
    wanted: Collection[str] | None = None,
    context: RenderContext | None = None,
    run: RunBatches = run_here,
    progress: ReportProgress = ignore_progress,
) -> DocsUpdate:
    """Make the generated files of the folder ``docs`` these pages; of a set of ``wanted`` paths, write only those.

    Everything is checked first; where a person owns a file in the way, nothing is written at all. ``cached`` are states
    that an earlier run returned: a page with the same inputs and the same file is not rendered again. ``hashes`` are
    those of the files in ``docs`` now. Without these two the result is the same, later. ``run`` lays out and renders
    pages of a ``context``, unless they are few.

    Raises DigestifError for links, pipes and unreadable files in ``docs``.
    """
    site.make(docs)
    known = scan_regular_files(site, docs) if hashes is None else hashes
    writer = _Writer(site, docs, cached or {}, known, context)
    planned = {page.path for page in pages}
    owners = writer.find_owners(planned)
    problems = tuple(_problems(docs, planned, owners))
    if problems:
        return DocsUpdate(problems=problems, states={}, texts={}, hashes=writer.hashes)
    chosen = [page for page in pages if wanted is None or page.path in wanted]
    if context is None or sum(page.path not in writer.cached for page in chosen) < _FEW:
        run = run_here

    def write(share: Sequence[Page]) -> _Share:
        return writer.write(share, len(chosen), run, progress)

    parts = run_in_two_processes(write, chosen) if run is run_here else [write(chosen)]
    states = {path: state for part in parts for path, state in part.states.items()}
    obsolete = sorted(path for path, owner in owners.items() if owner == "digestif" and path not in planned)
    writer.remove(obsolete)
    written = sorted(path for path, state in states.items() if state.file != writer.hashes.get(path))
    kept = {path: file_hash for path, file_hash in writer.hashes.items() if path not in set(obsolete)}
    return DocsUpdate(
        written=tuple(written),
        removed=tuple(obsolete),
        unchanged=len(chosen) - len(written),
        states={page.path: states[page.path] for page in chosen},
        texts={path: text for part in parts for path, text in part.texts.items()},
        hashes=kept | {path: state.file for path, state in states.items()},
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    """A page with the hash of its inputs; ``state`` is that of the last build where nothing changed."""

    page: Page
    inputs: str
    state: PageState | None


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """The text of a page, and the names in its front matter."""

    text: str
    front: tuple[str, ...]


def render_pages(sent: SentContext | None, pages: Iterable[SentPage]) -> list[RenderedPage]:
    """Lay out and render pages of a context."""
    contents = (page.lay_out(sent) for page in pages)
    return [RenderedPage(text=content.render(), front=content.front_keys) for content in contents]


@dataclass(frozen=True, slots=True)
class _Share:
    """What one process wrote."""

    states: dict[str, PageState]
    texts: dict[str, str]


class _Writer:
    """The files under docs/ and their hashes, before anything is written."""

    def __init__(
        self,
        site: Folder,
        docs: str,
        cached: Mapping[str, PageState],
        hashes: Mapping[str, str],
        context: RenderContext | None,
    ) -> None:
        self._site = site
        self._docs = docs
        self.cached = cached
        self._sent = None if context is None else SentContext(context)
        self._text_hashes: dict[str, str] = {}
        strays = {path for path in hashes if _is_temporary(path)}
        self.remove(strays)
        self.hashes = {path: file_hash for path, file_hash in hashes.items() if path not in strays}

    def find_owners(self, planned: Collection[str]) -> dict[str, Owner]:
        """Return the owner of every file that is, or could be, a generated page; a file as in the cache is not read."""
        owners: dict[str, Owner] = {}
        for path, file_hash in self.hashes.items():
            if path not in planned and not can_have_stamp(path):
                continue
            state = self.cached.get(path)
            if state and state.file == file_hash:
                owners[path], self._text_hashes[path] = "digestif", state.text
                continue
            owners[path], text_hash = find_owner(self._site.read(f"{self._docs}/{path}") or b"")
            if owners[path] == "digestif":
                self._text_hashes[path] = text_hash
        return owners

    def write(self, pages: Sequence[Page], total: int, run: RunBatches, progress: ReportProgress) -> _Share:
        """Write those pages whose files differ; ``total`` is the number of pages in all shares."""
        share = _Share({}, {})
        room, done = _KEPT_CHARACTERS, 0
        waiting: deque[list[_Draft]] = deque()
        for rendered in run(render_pages, self._sent, self._changed(pages, waiting)):
            progress("Writing pages", done * total // len(pages), total)
            drafts, texts = waiting.popleft(), iter(rendered)
            for draft in drafts:
                if draft.state:
                    share.states[draft.page.path] = draft.state
                    continue
                found = next(texts)
                share.states[draft.page.path] = self._write_page(draft, found)
                if (room := room - len(found.text)) >= 0:
                    share.texts[draft.page.path] = found.text
            done += len(drafts)
        return share

    def _changed(self, pages: Sequence[Page], waiting: deque[list[_Draft]]) -> Iterator[list[Named[SentPage]]]:
        """Yield the pages whose inputs or files are not those of the cache, and append all pages to ``waiting``."""
        for start in range(0, len(pages), _BATCH):
            drafts, batch = [], []
            for page in pages[start : start + _BATCH]:
                inputs, laid_out = quick_fingerprint(page)
                old_file, old_text = self.hashes.get(page.path, ""), self._text_hashes.get(page.path, "")
                state = self.cached.get(page.path)
                if state and (state.inputs, state.text, state.file) == (inputs, old_text, old_file):
                    drafts.append(_Draft(page, inputs, state))
                else:
                    drafts.append(_Draft(page, inputs, None))
                    batch.append(Named(page.shows, SentPage(page, self._sent, laid_out)))
            waiting.append(drafts)
            yield batch

    def remove(self, paths: Iterable[str]) -> None:
        """Delete files, and the folders that are empty then."""
        for path in paths:
            file = f"{self._docs}/{path}"
            self._site.remove_tree(file)
            self._site.remove_empty(file.rpartition("/")[0], up_to=self._docs)

    def _write_page(self, draft: _Draft, rendered: RenderedPage) -> PageState:
        """Write a page unless its file is the same."""
        path, text_hash = draft.page.path, hash_text(rendered.text)
        content = add_stamp(path, rendered.text, text_hash).encode()
        file_hash = hash_bytes(content)
        if file_hash != self.hashes.get(path, ""):
            self._site.write(f"{self._docs}/{path}", content)
        return PageState(inputs=draft.inputs, text=text_hash, file=file_hash, front=rendered.front)


def _is_temporary(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name.startswith(TEMPORARY_PREFIX) and name.endswith(TEMPORARY_SUFFIX)


def _problems(docs: str, planned: Collection[str], owners: Mapping[str, Owner]) -> Iterable[Problem]:
    for path, owner in sorted(owners.items()):
        place = Place(file=f"{docs}/{path}")
        if owner == "person" and path in planned:
            yield Problem(
                place=place,
                code="page-exists",
                found="would be overwritten by a generated page",
                fix="rename this file; nothing was written",
            )
        elif owner == "changed by a person":
            yield Problem(
                place=place,
                code="page-edited",
                found="this generated page was edited, and the edit would be overwritten",
                fix="make the change under content/ instead, then delete this file; nothing was written",
            )
