"""Commands on the files that a digest needs besides its records: new, update, doctor."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.output import echo
from generator.cli.parameters import ANY_PATH
from generator.setup.new_site import make_site


@click.command()
@click.argument("folder", metavar="DIR", type=ANY_PATH)
def new(folder: Path) -> None:
    """Create a new, empty digest in the folder DIR.

    It contains settings (mkdocs.yml), topics (content/topics.yaml), GitHub workflows that check and publish, and a
    README. DIR must be new or empty.

    Example: digestif new my-digest
    """
    make_site(folder)
    echo(
        f"Created a new digest in {folder}. Next:\n"
        f"  cd {folder}\n"
        "  digestif import FILE --date YYYY-MM-DD   import the papers of a day\n"
        "  digestif serve                           preview the site\n"
        "Edit mkdocs.yml to set the name, address, curator and repository."
    )


COMMANDS = (new,)
