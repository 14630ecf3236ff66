"""The setting ``theme.language``: the language of the words of a site."""

from __future__ import annotations

from generator.errors import quote
from generator.language.languages import ENGLISH, LANGUAGES, language_named, similar_language
from generator.yaml.plain_section import PlainSection


def parse_language(config: PlainSection) -> str:
    """The language of the theme. Raises DigestifError for one without a catalog: its pages would be in English."""
    theme = config.values.get("theme")
    if not isinstance(theme, dict) or "language" not in theme:
        return ENGLISH.id
    named = theme["language"]
    if not isinstance(named, str):
        fix = "write its name as text, as in language: de, or delete the line"
        raise config.section("theme").error("language", "is not the name of a language", fix)
    found = language_named(named)
    if found is None:
        meant = similar_language(named)
        known = f"use one of {', '.join(each.id for each in LANGUAGES)}, or add a translation: docs/translating.md"
        fix = f"write {meant.id}" if meant else known
        raise config.section("theme").error("language", f"the theme has no language {quote(named)}", fix)
    return found.id
