"""Links from a paper to other sites, ``extra.digestif.paper_links`` in ``mkdocs.yml``: labels with addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote as percent_encode

import yaml

from generator.errors import DigestifError, ErrorList, quote
from generator.text.addresses.urls import check_url
from generator.yaml.config_section import ConfigSection, read_section

if TYPE_CHECKING:
    from generator.model import Paper

PATH = "extra.digestif"
KEY = "paper_links"
MAX_LINKS = 12
_MAX_LABEL = 40
#: The values of a paper that a template can have in braces.
_FIELDS = ("arxiv", "doi", "acl", "openreview", "title")
_FIELD = re.compile(r"\{([^{}]*)\}")
_EXAMPLE = "as in alphaXiv: https://www.alphaxiv.org/abs/{arxiv}"


_Values = Mapping[str, str | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkTemplate:
    """A link that papers have; of its ``addresses``, a paper takes the first whose fields it has."""

    label: str
    addresses: tuple[str, ...]

    def address_of(self, encoded: _Values) -> str | None:
        """Return the address for these values, or None where a field of every template has none."""
        for address in self.addresses:
            if all(encoded[name] for name in _FIELD.findall(address)):
                return _FIELD.sub(lambda match: encoded[match[1]] or "", address)
        return None


#: Where readers look a paper up. Semantic Scholar and Connected Papers redirect from ids to their own addresses.
DEFAULT_LINKS = (
    LinkTemplate(label="HTML", addresses=("https://arxiv.org/html/{arxiv}",)),
    LinkTemplate(label="alphaXiv", addresses=("https://www.alphaxiv.org/abs/{arxiv}",)),
    LinkTemplate(label="Hugging Face", addresses=("https://huggingface.co/papers/{arxiv}",)),
    LinkTemplate(
        label="Semantic Scholar",
        addresses=("https://api.semanticscholar.org/arXiv:{arxiv}", "https://api.semanticscholar.org/{doi}"),
    ),
    LinkTemplate(
        label="Connected Papers",
        addresses=(
            "https://www.connectedpapers.com/api/redirect/arxiv/{arxiv}",
            "https://www.connectedpapers.com/api/redirect/doi/{doi}",
        ),
    ),
)


def parse_paper_links(config: yaml.MappingNode) -> tuple[LinkTemplate, ...]:
    """Return the links in the order of the file; the usual ones where it has none, and no links for ``false``.

    Raises DigestifError with line and column for a label or a template that cannot be used.
    """
    above = read_section(config, PATH)
    node = above.values.get(KEY) if above else None
    if above is None or node is None or node.tag == "tag:yaml.org,2002:null":
        return DEFAULT_LINKS
    if isinstance(node, yaml.ScalarNode) and node.value.lower() == "false":
        return ()
    section = above.mapping(KEY)
    if section is None:
        raise above.error(KEY, "is not a mapping", f"expected labels with addresses, {_EXAMPLE}, or false for no links")
    if len(section.values) > MAX_LINKS:
        raise above.error(KEY, f"has {len(section.values)} links", f"expected at most {MAX_LINKS}")
    errors = ErrorList()
    _check_labels(node, errors)
    links = tuple(errors.attempt(_link, section, label) for label in section.values)
    errors.raise_all()
    return links


def _check_labels(node: yaml.Node, errors: ErrorList) -> None:
    """Add an error for each label that is there twice: a mapping would keep the last one."""
    seen: dict[str, yaml.Node] = {}
    for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
        label = " ".join(str(key.value).split())
        if seen.setdefault(label.casefold(), key) is not key:
            place = f"mkdocs.yml:{key.start_mark.line + 1}:{key.start_mark.column + 1}: {PATH}.{KEY}.{label}"
            line = seen[label.casefold()].start_mark.line + 1
            fix = "delete one of the two, or give it another label"
            errors.add(DigestifError(f"{place}: is there twice, first on line {line}", fix=fix))


def _link(section: ConfigSection, label: str) -> LinkTemplate:
    if not any(map(str.isalnum, label)) or len(label) > _MAX_LABEL or not label.isprintable():
        raise section.error(label, "is not a label", f"expected at most {_MAX_LABEL} letters, {_EXAMPLE}")
    addresses = section.texts(label)
    if not addresses:
        raise section.error(label, "has no address", f"expected an address, {_EXAMPLE}")
    for address in addresses:
        _check_template(section, label, address)
    return LinkTemplate(label=" ".join(label.split()), addresses=addresses)


def _check_template(section: ConfigSection, label: str, address: str) -> None:
    fields = _FIELD.findall(address)
    known = ", ".join(f"{{{name}}}" for name in _FIELDS)
    for name in fields:
        if name not in _FIELDS:
            raise section.error(label, f"{quote(f'{{{name}}}')} is not a field of a paper", f"known are {known}")
    if not fields:
        raise section.error(label, f"{quote(address)} is the same for every paper", f"add a field, such as {known}")
    host = address.partition("://")[2].partition("/")[0]
    if "{" in host or "}" in host:
        raise section.error(label, f"{quote(address)} has a field in the name of its host", f"expected {_EXAMPLE[6:]}")
    try:
        check_url(_FIELD.sub("0", address))
    except ValueError as error:
        found, _, fix = str(error).partition("\n")
        raise section.error(label, found, fix) from None


def _encoded(name: str, value: str) -> str:
    """Return a value for an address. The slashes of a DOI and of an old arXiv id are part of a path."""
    return percent_encode(value, safe="" if name == "title" else "/")


def other_sites(templates: Sequence[LinkTemplate], paper: Paper) -> Mapping[str, str]:
    """Return the address of a paper on each other site that has it, by the site's label."""
    values = {**{name: getattr(paper.ids, name) for name in _FIELDS[:-1]}, "title": paper.title}
    encoded = {name: _encoded(name, value) if value else None for name, value in values.items()}
    found = {template.label: template.address_of(encoded) for template in templates}
    return {label: address for label, address in found.items() if address}
