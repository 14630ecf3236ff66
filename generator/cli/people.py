"""Commands about people: check."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from generator.catalog.people.entries import suggested_yaml
from generator.catalog.people.suggestions import Suggestion, find_suggestions
from generator.cli.shared.chosen_papers import plain_catalog
from generator.cli.shared.clock import today
from generator.cli.shared.output import echo
from generator.settings import uses_topic_words
from generator.store.content import PEOPLE_FILE
from generator.store.load import load_valid_content
from generator.text.counts import counted
from generator.text.visible import escape_controls


@click.group()
def people() -> None:
    """Find out whose papers are on the pages of authors.

    Example: digestif people check
    """


@people.command()
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="text for people, json for programs.",
)
@click.pass_obj
def check(site: Path, output_format: str) -> None:
    """List names that are probably one person, and names that are probably several.

    Names are compared by initials, accents, hyphens and order, and listed only if both have an ORCID iD or co-authors
    in common. A name is listed as several people if its papers give different ORCID iDs, or if two groups of papers
    have no co-author, no co-author of a co-author and no topic in common. Each suggestion has its reasons and the lines
    for content/people.yaml, and all of them can be followed together. To keep two names apart, list both there. Exit
    code 1 means that there are suggestions.

    Example: digestif people check --format json
    """
    catalog = plain_catalog(load_valid_content(site), use_words=uses_topic_words(site), today=today(site))
    found = find_suggestions(catalog)
    lines = suggested_yaml(found, catalog.people.by_id)
    if output_format == "json":
        report = {"suggestions": [_fields(*each) for each in zip(found, lines, strict=True)]}
        echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        for each in zip(found, lines, strict=True):
            echo(_describe(*each))
        count = f"{counted(len(found), 'suggestion')}. Look at the papers before you follow one."
        echo(count if found else "No suggestions.")
    if found:
        raise click.exceptions.Exit(1)


def _fields(suggestion: Suggestion, yaml: str) -> dict[str, object]:
    return {
        "kind": suggestion.kind,
        "names": suggestion.names,
        "people": suggestion.people,
        "papers": suggestion.papers,
        "reasons": suggestion.reasons,
        "yaml": yaml,
    }


def _describe(suggestion: Suggestion, yaml: str) -> str:
    names = _listed(suggestion.names)
    heading = (
        f"{names} are probably one person:"
        if suggestion.kind == "variants"
        else f"{names} is probably the name of several people:"
        if len(suggestion.names) == 1
        else f"{names} are probably names of several people:"
    )
    reasons = "".join(f"  {reason}\n" for reason in suggestion.reasons)
    lines = "".join(f"    {line}\n" for line in yaml.splitlines())
    return escape_controls(f"{heading}\n{reasons}  if so, {PEOPLE_FILE} needs:\n{lines}")


def _listed(names: Sequence[str]) -> str:
    """Return names as in "Ada Lovelace, A. Lovelace and Ada K. Lovelace"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


COMMANDS = (people,)
