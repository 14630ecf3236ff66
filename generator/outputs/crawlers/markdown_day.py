"""A day's digest in Markdown, for language models and other programs that read text.

The newest days have what a card shows. Older days, of which an archive has most, have titles and links.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from generator.catalog.catalog import Catalog, Entry
from generator.catalog.digests.digest import Pick
from generator.ids import arxiv_url, doi_url
from generator.language.dates import long_date
from generator.language.languages import ENGLISH
from generator.language.words import in_language
from generator.outputs.output_file import OutputFile
from generator.pages.routes import absolute, day_address, day_markdown, paper_address
from generator.pages.views.cards import author_list, excerpt
from generator.pages.views.paper_status import status
from generator.settings import Settings
from generator.text.counts import counted
from generator.text.markup.backslashes import backslash_markdown
from generator.text.markup.math import plain

#: Most characters of an abstract. The whole one is on the paper's page and in the API, and would triple the file.
MAX_EXCERPT = 200
#: So many days, the newest ones, have authors, topics and excerpts: those in llms.txt.
DETAILED_DAYS = 30


def plan_markdown_days(catalog: Catalog, settings: Settings) -> Iterator[OutputFile]:
    """Yield a Markdown file for every day with a digest."""
    names = repr([(topic.id, topic.name) for topic in catalog.topic_set.topics])
    for place, (day, entries) in enumerate(catalog.by_day.items()):
        detailed = place < DETAILED_DAYS
        said = repr((catalog.notes.get(day, ""), catalog.digests.get(day.isoformat())))
        shared = (settings.title, settings.site_url, names if detailed else "", str(day), said)
        yield OutputFile(
            path=day_markdown(day).lstrip("/"),
            inputs=partial(_inputs, shared, entries),
            render=partial(_render, catalog, settings, day, detailed=detailed),
            year=catalog.part_of(day),
        )


def _inputs(shared: Sequence[str], entries: Sequence[Entry]) -> str:
    return "\n".join((*shared, *(entry.fingerprint for entry in entries)))


def _render(catalog: Catalog, settings: Settings, day: date, *, detailed: bool) -> bytes:
    """Return the file, whose readers are programs, in English like llms.txt."""
    with in_language(ENGLISH.id):
        return _text(catalog, settings, day, detailed=detailed).encode(errors="replace")


def _text(catalog: Catalog, settings: Settings, day: date, *, detailed: bool) -> str:
    entries = catalog.by_day[day]
    page = absolute(settings, day_address(day)) or day_address(day)
    has = "the beginning of each abstract" if detailed else "titles only"
    digest = catalog.digests.get(day.isoformat())
    title = f"{long_date(day)}: {digest.title}" if digest and digest.title else long_date(day)
    paragraphs = [
        f"# {backslash_markdown(settings.title)}: {backslash_markdown(title)}",
        f"{counted(len(entries), 'paper')}. This is the text of <{page}>, with {has}.",
        *_paragraphs("Note", catalog.notes.get(day, "")),
        *(text for pick in (digest.picks if digest else ()) for text in _pick(catalog, settings, pick)),
    ]
    in_order = [entry for listed in catalog.lists_on(day) for entry in listed.entries]
    titles = [f"{number}. {_title(settings, entry)}" for number, entry in enumerate(in_order, 1)]
    if not detailed:
        return "\n\n".join((*paragraphs, "\n".join(titles))) + "\n"
    for entry, title in zip(in_order, titles, strict=True):
        paragraphs += (f"## {title}", *_details(catalog, entry))
    return "\n\n".join(paragraphs) + "\n"


def _pick(catalog: Catalog, settings: Settings, pick: Pick) -> Iterator[str]:
    """Yield a pick of the editors, and why they chose it."""
    yield f"Pick: {_title(settings, catalog.by_key[pick.key])}"
    yield from _paragraphs("Why", pick.why)


def _paragraphs(label: str, note: str) -> Iterator[str]:
    """Yield a curator's note as text. Its Markdown is not used: what shows this file may run HTML."""
    for paragraph in note.split("\n\n"):
        if text := backslash_markdown(paragraph):
            yield f"{label}: {text}"


def _title(settings: Settings, entry: Entry) -> str:
    """Return a paper's title as a link to its page, with the original beside a translation."""
    address = paper_address(entry.key)
    state = f"{status(entry.paper)}: " if status(entry.paper) else ""
    title, original = (backslash_markdown(plain(text)) for text in (entry.lead.title, entry.lead.original))
    link = f"[{state}{title}]({absolute(settings, address) or address})"
    return f"{link} – {original}" if original else link


def _details(catalog: Catalog, entry: Entry) -> Iterator[str]:
    paper = entry.paper
    authors = author_list(paper.authors)
    facts = [
        authors.folded or ", ".join(authors.names),
        ", ".join(catalog.topic(assignment.topic).name for assignment in entry.topics),
    ]
    shown = [backslash_markdown(fact) for fact in facts if fact]
    if paper.ids.arxiv:
        shown.append(f"<{arxiv_url(paper.ids.arxiv)}>")
    elif paper.ids.doi:
        shown.append(f"<{doi_url(paper.ids.doi)}>")
    if shown:
        yield f"By {' · '.join(shown)}" if authors.names else f"On {' · '.join(shown)}"
    if text := backslash_markdown(plain(excerpt(entry.lead.abstract, MAX_EXCERPT))):
        yield f"Abstract: {text}"
