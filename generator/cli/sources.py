"""The command ``digestif sources``: what an import can read, by name."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.shared.output import echo
from generator.importing.run import load_kept_sources
from generator.settings import load_settings
from generator.sources.registry import SOURCES
from generator.sources.shared.headings import HEADINGS, PRESETS, Preset
from generator.store.content import SOURCES_FILE


@click.command()
@click.pass_obj
def sources(site: Path) -> None:
    """List the sources that digestif import reads.

    Formats and well-known tables are recognised by their content. To import other tables by name, such as a
    conference's own export, describe their columns once in content/sources.yaml:

    \b
      mlconf:
        label: ML Conf
        columns:
          title: Paper Name
          authors: [Speakers, Author List]
        separators:
          authors: ";"
        venue: ML Conf 2025
        date: 2025-07-31

    Then digestif import papers.csv recognises them if a column has a heading that is not a usual one; otherwise add
    --source mlconf. Each field has the heading of its column, or a list of headings; the first one with a value counts.
    Only columns is required. Separators split authors, keywords and categories; venue and date (the digest's day) are
    for rows without their own.

    Example: digestif sources
    """
    load_settings(site)
    kept = load_kept_sources(site)
    width = max(map(len, (*SOURCES, *PRESETS, *kept.presets))) + 2
    echo("Formats, recognised by their content:")
    for source in SOURCES.values():
        echo(f"  {source.name:<{width}}{source.about}")
    echo("\nTables, recognised by their headings:")
    for preset in PRESETS.values():
        echo(f"  {preset.name:<{width}}{preset.about}")
    echo(f"\nTables of this digest, from {SOURCES_FILE}:")
    for preset in kept.presets.values():
        echo(f"  {preset.name:<{width}}{_described(preset)}")
    if not kept.presets:
        echo("  none (digestif sources --help shows an example)")
    echo(f"\nFields for --column and {SOURCES_FILE}: {', '.join(HEADINGS)}")
    kept.refuse_problems(fix="sources with errors are not listed: fix these errors")


def _described(preset: Preset) -> str:
    columns = "; ".join(f"{field}: {', '.join(headings)}" for field, headings in preset.headings.items())
    return columns if preset.about == preset.name else f"{preset.about} ({columns})"


COMMANDS = (sources,)
