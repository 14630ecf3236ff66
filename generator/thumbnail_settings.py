"""The settings of thumbnails, ``extra.digestif.thumbnails`` in ``mkdocs.yml``: how many days have them."""

from __future__ import annotations

import yaml

from generator.yaml.config_section import read_section

PATH = "extra.digestif.thumbnails"
#: A year, in which a digest of thirty papers a day has 10,000 pictures, or 100 MB.
MOST_DAYS = 366


def parse_thumbnails(config: yaml.MappingNode) -> int:
    """Return how many of the newest days have thumbnails; 0 where the setting is missing or ``false``.

    Raises DigestifError with line and column for a setting that is not known or has no meaning.
    """
    above = read_section(config, PATH.rpartition(".")[0])
    node = above.values.get("thumbnails") if above else None
    if isinstance(node, yaml.ScalarNode) and node.value.lower() == "false":
        return 0
    section = read_section(config, PATH, ("days",), examples={"days": "14"})
    if section is None:
        return 0
    section.required("days")
    return section.number("days", 1, MOST_DAYS) or 0
