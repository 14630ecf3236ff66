"""Links to the pages about the whole digest: authors, trends, statistics and the map."""

from __future__ import annotations

from generator.language.words import gettext
from generator.pages.context import Linker, RenderContext
from generator.pages.routes import AUTHORS, MAP, STATISTICS, TRENDS
from generator.pages.views.cards import Link


def explore_links(context: RenderContext, to: Linker) -> tuple[Link, ...]:
    """Return links to those of these pages that the site has."""
    settings = context.settings
    pages = (
        (gettext("Authors"), AUTHORS, bool(settings.fewest_papers)),
        (gettext("Trends"), TRENDS, True),
        (gettext("Statistics"), STATISTICS, True),
        (gettext("Map"), MAP, settings.map),
    )
    return tuple(Link(label=label, href=to(address)) for label, address, is_there in pages if is_there)
