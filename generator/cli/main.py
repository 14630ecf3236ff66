"""The command ``digestif``: the site's folder, the list of commands, exit codes, and errors as sentences."""

from __future__ import annotations

import io
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
from generator.cli.shared.os_errors import describe_os_error
from generator.cli.shared.output import echo
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
        "building",
        build="Build the site into site/.",
        generate="Write the Markdown pages under docs/.",
        merge="Merge the parts of a site into site/.",
    ),
    **_listed("serving", serve="Preview the site in a browser and rebuild it when files change."),
    **_listed(
        "records",
        check="Check the records under content/.",
        format="Put records in canonical form.",
    ),
    **_listed("forgetting", **{"forget-list": "Take back what a source listed on a day."}),
    **_listed("exporting", export="Export papers as a bibliography, a table or JSON."),
    **_listed("records", **{"import": "Import papers into content/."}),
    **_listed(
        "setup",
        doctor="Find out what a digest needs before it can be published.",
        new="Create a new, empty digest in the folder DIR.",
        update="Update the digest's own files to this version of Digestif.",
    ),
    **_listed(
        "mailing",
        email="Write a digest as an e-mail, without sending it.",
        send="Send the digests that were not sent yet.",
    ),
    **_listed("publish", publish="Upload the built site to a folder, to S3 or with rsync."),
    **_listed("people", people="Find out whose papers are on the pages of authors."),
    **_listed("curating", curate="Write the introduction and the picks of a day, a week or a month."),
    **_listed("sources", sources="List the sources that digestif import reads."),
    **_listed("status", status="Show which days were fetched, and what needs attention."),
    **_listed("topics", topics="Show which topics papers have, and why."),
    **_listed(
        "fetching",
        enrich="Add missing ids, authors and abstracts by searching arXiv for the titles.",
        fetch="Fetch papers from a source.",
    ),
    **_listed(
        "contributing",
        apply="Apply an issue form to content/.",
        compare="List the records that differ from those of another checkout.",
        duplicates="List pairs of records that may be the same paper.",
        rename="Give a record another key.",
        **{"merge-records": "Merge two records of the same paper."},
    ),
}
#: Exit codes: 0 success, 1 findings (something for a person to fix), 2 usage error or failure, 3 no response (see
#: ``EXIT_NO_RESPONSE``).
FAILED = 2


class DigestifGroup(click.Group):
    """Loads commands when they run, and reports every failure as a sentence with exit code 2."""

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

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command line."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                # Titles and file names may hold characters that the terminal's encoding has not.
                stream.reconfigure(errors="backslashreplace")
        if sys.platform == "win32":
            # The package needs fcntl and directory descriptors. This must come before a command's module is imported.
            _fail(
                "Digestif does not run on Windows itself",
                fix="use the Windows Subsystem for Linux: https://learn.microsoft.com/windows/wsl/install",
            )
        return super().main(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a known failure is a sentence, an unknown one an internal error."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
            raise
        except (click.Abort, KeyboardInterrupt):
            _fail("interrupted")
        except DigestifError as error:
            _fail(error.message, fix=error.fix)
        except MemoryError:
            _fail("out of memory", fix="close other programs, or work on fewer papers at a time")
        except OSError as error:
            _fail(describe_os_error(error))
        except Exception as error:  # whatever it is, a person gets a sentence
            if os.environ.get("DIGESTIF_DEBUG"):
                echo(traceback.format_exc(), nl=False, err=True)
            _fail(
                f"internal error: {type(error).__name__}: {error}",
                fix="please report it, with the output of the same command after DIGESTIF_DEBUG=1",
            )


def _fail(message: str, *, fix: str = "") -> None:
    text = f"digestif: {message}\n  {fix}" if fix else f"digestif: {message}"
    echo(text, err=True)
    sys.exit(FAILED)


@click.group(
    cls=DigestifGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="For the help of a command: digestif COMMAND --help",
)
@click.option(
    "-C",
    "site",
    metavar="DIR",
    default=".",
    type=click.Path(file_okay=False, path_type=Path),
    help="The site's folder, with mkdocs.yml.  [default: the current folder]",
)
@click.version_option(__version__, prog_name="digestif")
@click.pass_context
def main(ctx: click.Context, site: Path) -> None:
    """Turn lists of papers into a searchable website.

    \b
    A first digest in four steps:
      digestif new my-digest              create a site
      cd my-digest
      digestif import papers.json         import papers as records under content/
      digestif serve                      preview it at http://127.0.0.1:8000/

    Keep content/ in Git: pages and site are built from it.
    """
    ctx.obj = site.absolute()
