"""The command that uploads a built site: publish."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.shared.lock import writer_lock
from generator.cli.shared.output import echo
from generator.cli.shared.parameters import DRY_RUN, DRY_RUN_NOTE
from generator.cli.shared.progress_bar import progress_bar
from generator.errors import DigestifError
from generator.fetching.client import Clock
from generator.files.folder import Folder
from generator.publish_settings import FORMS, TargetAddress, parse_address
from generator.publishing.run import Publication, open_site
from generator.publishing.targets.folder import FolderTarget
from generator.publishing.targets.rsync import RsyncTarget
from generator.publishing.targets.s3 import S3Target
from generator.publishing.targets.target import Target
from generator.settings import load_settings, parse_folders, read_settings_file


@click.command()
@click.argument("target", metavar="[TARGET]", required=False)
@click.option("--overwrite", is_flag=True, help="Replace files at the target that Digestif did not write.")
@click.option("--allow-shrink", is_flag=True, help="Delete pages even if they are more than a tenth of all.")
@click.option("--verify", is_flag=True, help="Compare the contents of all files, not only of changed ones.")
@click.option("--take-over", is_flag=True, help="Publish even if another publication seems to be under way.")
@DRY_RUN
@click.pass_obj
def publish(
    site: Path, target: str | None, overwrite: bool, allow_shrink: bool, verify: bool, take_over: bool, dry_run: bool
) -> None:
    """Upload the built site to a folder, to S3 or with rsync.

    \b
    TARGET, or extra.digestif.publish in mkdocs.yml, is one of:
      /srv/www/my-digest           a folder
      s3://my-bucket/my-digest     a bucket of Amazon S3 or a compatible service
      rsync://host/module/path     a server of rsync
      user@host:/srv/www/digest    a server with SSH and rsync

    Uploads only what changed since the last publication: assets first, then pages, then the home page, feeds and other
    entry points; what the site no longer has is deleted last. A manifest at the target says which files are Digestif's;
    all others stay as they are. If a publication fails or is killed, the next one continues it. Run digestif build
    first: this command publishes site/ as it is.

    S3 needs pip install 'digestif[publish]'. Credentials, region and endpoint come from the usual variables and files,
    such as AWS_ACCESS_KEY_ID, AWS_PROFILE and AWS_ENDPOINT_URL; see docs/publishing.md. rsync uses the settings of SSH,
    or RSYNC_PASSWORD.

    Example: digestif publish s3://my-bucket --dry-run
    """
    with writer_lock(site):
        address = _named_target(site, target)
        folders = parse_folders(read_settings_file(site), root=Folder(site).root)
        built = open_site(Folder(site), folders.site)
        with progress_bar() as progress:
            publication = Publication(
                site=built,
                target=_open_target(address, Folder(site), built),
                shown=address.shown,
                clock=Clock(),
                progress=progress,
                overwrite=overwrite,
                allow_shrink=allow_shrink,
                verify=verify,
                take_over=take_over,
            )
            report = publication.preview() if dry_run else publication.publish()
    for warning in report.warnings:
        echo(f"warning: {warning}", err=True)
    if dry_run:
        for line in report.changes():
            echo(line)
    echo(report.summary(would=dry_run))
    if dry_run:
        echo(DRY_RUN_NOTE)


def _named_target(site: Path, target: str | None) -> TargetAddress:
    """Return the target of the command line, or else that of the settings."""
    if target is None:
        target = load_settings(site).publish
        if not target:
            raise DigestifError("no target is named, and mkdocs.yml does not set extra.digestif.publish", fix=FORMS)
    return parse_address(target)


def _open_target(address: TargetAddress, digest: Folder, site: Folder) -> Target:
    if address.kind == "s3":
        return S3Target(site, address.bucket, address.prefix, shown=address.shown)
    if address.kind == "rsync":
        return RsyncTarget(site, address.place, shown=address.shown, clock=Clock())
    place = Path(address.place).expanduser()
    if place.resolve().is_relative_to(digest.root):
        raise DigestifError(
            f"{address.shown} is the digest's own folder or inside it",
            fix="name a folder elsewhere; digestif build has already put the site into site/",
        )
    return FolderTarget(site, place, shown=address.shown)


COMMANDS = (publish,)
