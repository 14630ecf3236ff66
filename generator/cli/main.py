"""The command ``digestif`` and what all its commands share: the site's folder, exit codes, how errors are said."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from generator import __version__
from generator.errors import DigestifError


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedCommand:
    """A command's module under ``generator.cli``, and the line that ``digestif --help`` shows for it."""

    module: str
    summary: str


def _listed(module: str, **summaries: str) -> Mapping[str, ListedCommand]:
    return {name: ListedCommand(module=module, summary=summary) for name, summary in summaries.items()}


#: All commands. Their modules are imported when they run, so that listing or checking does not load the site builder.
COMMANDS: Mapping[str, ListedCommand] = {
    **_listed(
        "publishing",
        build="Build the whole site into site/: pages, MkDocs, search index.",
        generate="Make Markdown pages under docs/ from content/.",
        merge="Merge parts of a site into site/.",
        new="Make a new, empty digest in the folder DIR.",
        serve="Show the site in a browser and follow edits.",
    ),
    **_listed(
        "records",
        check="Check the records under content/, or only what concerns FILEs.",
        export="Write every record with all that is known of it, one JSON object a line.",
        format="Put records in canonical form: order of fields, quotes, line breaks.",
    ),
    **_listed("records", **{"import": "Bring papers into content/."}),
    **_listed("topics", topics="See which topics papers have, and why."),
    **_listed(
        "fetching",
        enrich="Add missing ids, authors and abstracts by searching arXiv for the titles.",
        fetch="Fetch papers from a source.",
    ),
    **_listed(
        "contributing",
        apply="Apply an issue form to content/.",
        compare="List the records that differ from those of another checkout in DIR.",
    ),
}
#: Exit codes: 0 all is well, 1 something was found (a record to mend), 2 usage or failure.
FAILED = 2


class DigestifGroup(click.Group):
    """Says every failure in a sentence; a traceback is for developers who ask for it by DIGESTIF_DEBUG=1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name, from its module."""
        if name in COMMANDS and name not in self.commands:
            for command in import_module(f"generator.cli.{COMMANDS[name].module}").COMMANDS:
                self.add_command(command)
        return self.commands.get(name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List all commands without importing their modules."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name].summary) for name in self.list_commands(ctx)])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; known failures and unforeseen ones end with exit code 2."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except DigestifError as error:
            _fail(f"digestif: {error}")
        except OSError as error:
            _fail(f"digestif: {error.filename or 'the system'}: {error.strerror or error}")
        except Exception as error:  # the last resort: whatever it was, a person gets a sentence
            if os.environ.get("DIGESTIF_DEBUG"):
                traceback.print_exc()
            _fail(
                f"digestif: a fault in digestif itself: {type(error).__name__}: {error}\n"
                "  nothing half-written was left behind; please report it, with what DIGESTIF_DEBUG=1 digestif … says"
            )


def _fail(message: str) -> None:
    click.echo(message, err=True)
    sys.exit(FAILED)


@click.group(
    cls=DigestifGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Each command explains itself: digestif COMMAND --help",
)
@click.option(
    "-C",
    "site",
    metavar="DIR",
    default=".",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of the site, where mkdocs.yml is.  [default: this one]",
)
@click.version_option(__version__, prog_name="digestif")
@click.pass_context
def main(ctx: click.Context, site: Path) -> None:
    """Turn paper records into a public, searchable site.

    \b
    A first digest in four steps:
      digestif new my-digest              make a site
      cd my-digest
      digestif import papers.json         bring papers in, as records under content/
      digestif serve                      look at it, at http://127.0.0.1:8000/

    Records under content/ are the only thing to keep in git; pages and site are made from them.
    """
    ctx.obj = site.absolute()
