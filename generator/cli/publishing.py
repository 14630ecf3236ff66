"""Commands that make a site: new, generate, build, merge, serve."""

from __future__ import annotations

from pathlib import Path

import click

from generator.build.new_site import make_site
from generator.build.parts import merge_parts
from generator.build.pipeline import WORKSHOP, build, generate
from generator.build.site.mkdocs import read_layout, serve_site
from generator.checks.site import find_settings_problems
from generator.cli.lock import writer_lock
from generator.cli.progress_bar import progress_bar
from generator.errors import DigestifError


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Make a new, empty digest in the folder DIR.

    It has settings (mkdocs.yml), topics (content/topics.yaml), workflows that check and publish, and a README.
    It builds at once. A folder with anything in it is refused.
    """
    make_site(folder)
    click.echo(
        f"A new digest is in {folder}. Next:\n"
        f"  cd {folder}\n"
        "  digestif import FILE --date YYYY-MM-DD   bring in a day's papers\n"
        "  digestif serve                           look at it\n"
        "Its name, address, curator and repository are set in mkdocs.yml."
    )


@click.command(name="generate")
@click.pass_obj
def generate_pages(site: Path) -> None:
    """Make Markdown pages under docs/ from content/.

    Only what changed is written; pages whose papers are gone are removed. Hand-written pages are never touched:
    where one stands in the way, the command says so and writes nothing.
    """
    with writer_lock(site), progress_bar() as step:
        written = generate(site, step=step).written
    click.echo(
        f"docs/: {len(written.written):,} written, {len(written.removed):,} removed, {written.unchanged:,} unchanged"
    )


@click.command(name="build")
@click.option("--clean", is_flag=True, help="Forget what earlier builds knew and start afresh.")
@click.option(
    "--only",
    metavar="YEAR",
    type=click.IntRange(1000, 9999),
    help="Build the part of one year, into a folder beside site/, for digestif merge.",
)
@click.pass_obj
def build_site(site: Path, clean: bool, only: int | None) -> None:
    """Build the whole site into site/: pages, MkDocs, search index.

    Only what changed since the last build is made again; the result is the same as that of a first build. The old
    site stays until the new one is complete. With --only YEAR, the folder site-YEAR gets the pages of that year and
    those that tell of all years, so that several machines can share the work.
    """
    with writer_lock(site), progress_bar() as step:
        report = build(site, step=step, clean=clean, only=only)
    for problem in find_settings_problems(site):
        click.echo(str(problem), err=True)
    click.echo(str(report))


@click.command(name="merge")
@click.argument(
    "parts", metavar="PART...", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.pass_obj
def merge_site(site: Path, parts: tuple[Path, ...]) -> None:
    """Merge parts of a site into site/.

    Each PART is a folder that digestif build --only made; every year with papers must be among them. The result is
    the site that one build of the whole makes. Parts of different content, or of different versions of digestif, are
    refused.
    """
    target = read_layout(site).site
    with writer_lock(site):
        merge_parts(parts, target, workshop=site / WORKSHOP)
    click.echo(f"{target.name}/ is merged from {len(parts)} {'part' if len(parts) == 1 else 'parts'}")


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.pass_obj
def serve(site: Path, port: int, host: str) -> None:
    """Show the site in a browser and follow edits.

    Builds the site, serves it, and builds it again whenever something under content/ or docs/ or mkdocs.yml
    changes; open pages reload by themselves. Ctrl-C ends it.
    """
    address = f"http://{host}:{port}/"

    def look_anew() -> None:
        with writer_lock(site), progress_bar() as step:
            click.echo(str(build(site, step=step, preview=address)))

    def rebuild() -> None:
        try:
            look_anew()
        except DigestifError as error:
            click.echo(f"digestif: {error}\n  the preview stays as it was until then", err=True)

    look_anew()
    click.echo(f"Look at {address} (Ctrl-C ends it)")
    serve_site(site, read_layout(site).site, rebuild=rebuild, host=host, port=port)


COMMANDS = (new, generate_pages, build_site, merge_site, serve)
