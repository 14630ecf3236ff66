"""The settings of authors, ``extra.digestif.authors`` in ``mkdocs.yml``: who is in their index and who has a page."""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.errors import ErrorList
from generator.yaml.plain_section import PlainSection, shortened

#: How many papers a name needs for the index of authors and for a page of its own, unless the settings say otherwise.
DEFAULT_AUTHORS = {"fewest_papers": 3, "own_page": 15}


def parse_authors(extra: PlainSection) -> Mapping[str, int]:
    """Return the numbers of papers among the settings ``authors``; they are 0 for ``authors: false``.

    Raises DigestifError with line and column for one that has no meaning.
    """
    if not isinstance(extra.values.get("authors"), dict):
        text = extra.text("authors").lower() or "true"
        if text not in ("true", "false"):
            example = ", ".join(f"{name}: {number}" for name, number in DEFAULT_AUTHORS.items())
            raise extra.error(
                "authors",
                f"{shortened(text)!r} is not true, false or numbers of papers",
                f"write fewest_papers and own_page, as in authors: {{{example}}}; authors: false makes no pages",
            )
        return DEFAULT_AUTHORS if text == "true" else dict.fromkeys(DEFAULT_AUTHORS, 0)
    authors, errors = extra.section("authors"), ErrorList()
    for key in authors.values:
        if key not in DEFAULT_AUTHORS:
            errors.add(authors.error(key, "no such setting", f"known are {', '.join(DEFAULT_AUTHORS)}"))
    numbers = {name: errors.attempt(_number_of_papers, authors, name) for name in DEFAULT_AUTHORS}
    errors.raise_all()
    if "own_page" in authors.values and numbers["own_page"] < numbers["fewest_papers"]:
        least = numbers["fewest_papers"]
        found = f"{numbers['own_page']} is less than fewest_papers, which is {least}"
        fix = f"expected {least} or more, or a smaller fewest_papers: only listed authors have pages of their own"
        raise authors.error("own_page", found, fix)
    return numbers


def _number_of_papers(authors: PlainSection, setting: str) -> int:
    number = authors.text(setting) or str(DEFAULT_AUTHORS[setting])
    if not re.fullmatch(r"[0-9]{1,4}", number) or int(number) < 1:
        fix = (
            f"expected a whole number from 1 to 9999, as in {setting}: {DEFAULT_AUTHORS[setting]}; "
            "authors: false makes no pages"
        )
        raise authors.error(setting, f"{shortened(number)!r} is not a number of papers", fix)
    return int(number)
