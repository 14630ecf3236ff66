"""Hand-written pages in several languages: which of them are translations of each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping


def language_versions(languages: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return, for each page that is translated or a translation, the paths of all its versions by language.

    ``languages`` are those of all pages by path. A page says that it is a translation with its name and with its
    language: ``guide.zh.md`` in the language ``zh`` is one of ``guide.md``, if that exists and is in another language.
    """
    families: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for path, language in sorted(languages.items()):
        original = f"{path.removesuffix(f'.{language}.md')}.md" if path.endswith(f".{language}.md") else path
        if original == path or languages.get(original, language) != language:
            families[original][language] = path
    return {
        path: dict(sorted(family.items()))
        for family in families.values()
        if len(family) > 1
        for path in family.values()
    }
