"""The plan of the files for programs: every file of a catalog, before any is rendered or written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.catalog.catalog import Catalog
from generator.outputs.api.plan import plan_api
from generator.outputs.card.plan import plan_cards
from generator.outputs.crawlers.markdown_day import plan_markdown_days
from generator.outputs.crawlers.sitemap import plan_sitemap
from generator.outputs.crawlers.text_files import plan_text_files
from generator.outputs.feeds.plan import plan_feeds
from generator.outputs.map_places import plan_map_places
from generator.outputs.new_papers import plan_new_papers
from generator.outputs.output_file import OutputFile
from generator.outputs.web_app.plan import plan_web_app
from generator.settings import Settings


def plan_outputs(
    catalog: Catalog,
    settings: Settings,
    addresses: Sequence[str] = (),
    *,
    chunks: Mapping[str, bytes] | None = None,
) -> tuple[OutputFile, ...]:
    """Return every file for programs in the order of their paths.

    ``addresses`` are the whole addresses of all pages of the site, for the sitemap; ``chunks`` are those of the last
    build's download, by their state.
    """
    return tuple(sorted(_files(catalog, settings, addresses, chunks or {}), key=lambda file: file.path))


def _files(
    catalog: Catalog, settings: Settings, addresses: Sequence[str], chunks: Mapping[str, bytes]
) -> Iterator[OutputFile]:
    yield from plan_feeds(catalog, settings)
    if settings.api:
        yield from plan_api(catalog, settings, chunks=chunks)
    yield from plan_cards(catalog, settings)
    yield from plan_web_app(catalog, settings)
    yield from plan_markdown_days(catalog, settings)
    yield from plan_text_files(catalog, settings)
    if settings.map:
        yield plan_map_places(catalog)
    yield from plan_new_papers(catalog)
    yield from plan_sitemap(catalog, settings, addresses)
