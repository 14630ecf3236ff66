"""The settings of comments, ``extra.digestif.comments`` in ``mkdocs.yml``: a discussion on GitHub for each paper."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from generator.errors import quote
from generator.yaml.config_section import read_section

PATH = "extra.digestif.comments"
#: The service that shows a discussion in a frame: https://giscus.app
GISCUS = "https://giscus.app"
_REPOSITORY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})/[A-Za-z0-9._-]{1,100}")
_ID = re.compile(r"[A-Za-z0-9_=-]{4,80}")
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
    """Return the settings of comments; None where the site has none.

    Raises DigestifError with line and column for a setting that is missing, not known or has no meaning.
    """
    section = read_section(config, PATH, tuple(_EXAMPLES), examples=_EXAMPLES)
    if section is None:
        return None
    section.required(*_EXAMPLES)
    for key, form in (("repo", _REPOSITORY), ("repo_id", _ID), ("category_id", _ID)):
        if not form.fullmatch(section.text(key)):
            found = f"{quote(section.text(key))} is not {'a repository' if key == 'repo' else 'an id'}"
            raise section.error(key, found, f"copy it from {GISCUS}, as in {key}: {_EXAMPLES[key]}")
    return Comments(**{key: section.text(key) for key in _EXAMPLES})
