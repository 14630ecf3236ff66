"""The settings of comments, ``extra.digestif.comments`` in ``mkdocs.yml``: a discussion on GitHub for each paper."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from generator.errors import ErrorList, quote
from generator.yaml.config_section import read_section

PATH = "extra.digestif.comments"
#: The service that shows a discussion in a frame: https://giscus.app
GISCUS = "https://giscus.app"
_REPOSITORY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})/[A-Za-z0-9._-]{1,100}")
_ID = re.compile(r"[A-Za-z0-9_=-]{4,80}")
_MAX_CATEGORY = 100
_EXAMPLES = {
    "repo": "ada/papers",
    "repo_id": "R_kgDOABCDEF",
    "category": "Papers",
    "category_id": "DIC_kwDOABCDEF4CABCD",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Comments:
    """Where comments are: a repository and one of its categories of discussions, each with the id that giscus shows."""

    repo: str
    repo_id: str
    category: str
    category_id: str


def parse_comments(config: yaml.MappingNode) -> Comments | None:
    """Return the settings of comments; None where the site has none, or ``false``.

    Raises DigestifError with line and column for a setting that is missing, not known or has no meaning.
    """
    above = read_section(config, PATH.rpartition(".")[0])
    node = above.values.get("comments") if above else None
    if isinstance(node, yaml.ScalarNode) and node.value.lower() == "false":
        return None
    section = read_section(config, PATH, tuple(_EXAMPLES), examples=_EXAMPLES)
    if section is None:
        return None
    section.required(*_EXAMPLES)
    errors = ErrorList()
    for key, form in (("repo", _REPOSITORY), ("repo_id", _ID), ("category_id", _ID)):
        if not form.fullmatch(section.text(key)):
            found = f"{quote(section.text(key))} is not {'a repository' if key == 'repo' else 'an id'}"
            errors.add(section.error(key, found, f"copy it from {GISCUS}, as in {key}: {_EXAMPLES[key]}"))
    category = section.text("category")
    if not _is_category(category):
        fix = f"expected the name of a category of discussions, as in category: {_EXAMPLES['category']}"
        errors.add(section.error("category", f"{quote(category)} is not a category", fix))
    errors.raise_all()
    return Comments(**{key: section.text(key) for key in _EXAMPLES})


def _is_category(text: str) -> bool:
    """Whether text has the form of a name: one line with a letter or a digit, and without markup."""
    return (
        len(text) <= _MAX_CATEGORY and text.isprintable() and any(map(str.isalnum, text)) and not set(text) & set('<>"')
    )
