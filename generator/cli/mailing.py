"""Commands that make and send digests as e-mail: email, send."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from generator.catalog.catalog import Catalog
from generator.catalog.periods import week_of
from generator.catalog.topics.topic_set import Topic
from generator.checks.left_out import leave_out_errors
from generator.cli.shared.chosen_papers import named_topic, plain_catalog
from generator.cli.shared.clock import today
from generator.cli.shared.lock import writer_lock
from generator.cli.shared.output import echo
from generator.cli.shared.parameters import DAY, DRY_RUN, OUTPUT_FILE
from generator.errors import DigestifError
from generator.fetching.client import Clock
from generator.files.folder import write_named_file
from generator.language.words import use_language
from generator.mail.digest import MailDigest, digest_of_day, digest_of_week
from generator.mail.due import due_days, is_old
from generator.mail.ledger import Ledger
from generator.mail.message import make_mail
from generator.mail.sending.run import Preview, Report, Sender, open_ledger, sent_digests, ways_of
from generator.settings import Settings, load_settings
from generator.store.content import SENT_FILE, Content
from generator.store.load import load_content
from generator.store.snapshots.fetched_days import FetchedDays


@click.command()
@click.argument("day", metavar="[DATE]", required=False, type=DAY)
@click.option("--week", is_flag=True, help="The whole week that contains DATE, from Monday to Sunday.")
@click.option("--topic", metavar="TOPIC", default="", help="Only papers with this topic, by its id or its name.")
@click.option("--out", metavar="FILE.eml", type=OUTPUT_FILE, help="Write to FILE.eml instead of standard output.")
@click.pass_obj
def email(site: Path, day: date | None, week: bool, topic: str, out: Path | None) -> None:
    """Write a digest as an e-mail, without sending it.

    The e-mail is a file in the standard format (RFC 5322) that mail programs open. It has a text part and an HTML part,
    which shows less where a day has more papers than Gmail displays. Without DATE, it is the newest digest. The same
    digest always gives the same file. site_url must be set in mkdocs.yml, because an e-mail links to the site.

    Example: digestif email 2025-07-31 --out digest.eml
    """
    settings = _settings_with_address(site)
    catalog = _catalog(site, settings, _published_content(site))
    digest = _chosen_digest(settings, catalog, day, week=week, topic=named_topic(catalog.topic_set, topic))
    message = make_mail(settings, catalog, digest).for_recipient().as_bytes()
    if out is None:
        click.echo(message, nl=False)  # bytes, because the terminal's encoding is not the format's
    else:
        write_named_file(out, message)
        echo(f"{out}: {digest.title}, {digest.count}")


@click.command()
@click.argument("day", metavar="[DATE]", required=False, type=DAY)
@click.option(
    "--ledger",
    metavar="FILE",
    default=SENT_FILE,
    show_default=True,
    help="The file that records what was sent, or github for a branch of the repository.",
)
@DRY_RUN
@click.pass_obj
def send(site: Path, day: date | None, ledger: str, dry_run: bool) -> None:
    """Send the digests that were not sent yet.

    Sends in every way that extra.digestif.email in mkdocs.yml configures: by e-mail (SMTP), with Buttondown or
    Listmonk, and as releases on GitHub. Each digest is sent once in each way, and once to each recipient, also after a
    crash: the ledger records it before it happens. Keep the ledger with the digest. With --dry-run, the settings and
    secrets are checked, and nothing is sent.

    Without DATE, these are the complete digests of the last week since the first one that was sent, or only the newest
    of them the first time. Name an older digest by its DATE. Passwords and recipients come from the environment; see
    docs/email.md. The exit code is 1 if a recipient may not have a digest, and 2 if a way failed; the next run
    continues where that is safe.

    Example: digestif send
    """
    settings = _settings_with_address(site)
    ways = ways_of(settings.email)
    if not ways:
        raise DigestifError(
            "mkdocs.yml: extra.digestif.email: configures no way of sending",
            fix="add one, as in email: {github: true}; docs/email.md lists them",
        )
    content = _published_content(site)
    catalog = _catalog(site, settings, content)
    clock = Clock()
    store = open_ledger(ledger, site=site, settings=settings, environment=os.environ, clock=clock)
    with writer_lock(site):
        planned = tuple(_planned(settings, catalog, day, store.load(), content.fetched_days, today(site), ways))
        if not planned:
            echo(_why_nothing(settings, catalog, store.load(), today(site), ways))
        sender = Sender(site=site, settings=settings, environment=os.environ, store=store, clock=clock)
        reports: list[Report | Preview] = []
        for digest, chosen in planned:
            found = (
                sender.preview(digest, chosen) if dry_run else sender.send(make_mail(settings, catalog, digest), chosen)
            )
            for report in found:
                echo(str(report), err=bool(report.error))
                reports.append(report)
    if any(report.error for report in reports):
        raise click.exceptions.Exit(2)
    if any(isinstance(report, Report) and report.incomplete for report in reports):
        raise click.exceptions.Exit(1)


def _planned(
    settings: Settings,
    catalog: Catalog,
    day: date | None,
    ledger: Ledger,
    fetched: FetchedDays,
    now: date,
    ways: tuple[str, ...],
) -> Iterator[tuple[MailDigest, tuple[str, ...]]]:
    """Yield the digests to send, each with the ways in which it is due; a named one is due in all ways."""
    every = settings.email.every
    if day is not None:
        yield _chosen_digest(settings, catalog, day, week=every == "week", topic=None), ways
        return
    due: dict[date, list[str]] = {}
    for way in ways:
        for each in due_days(catalog, fetched, every=every, today=now, sent=sent_digests(ledger, way)):
            due.setdefault(each, []).append(way)
    for each, named in sorted(due.items()):
        digest = _chosen_digest(settings, catalog, each, week=every == "week", topic=None)
        open_ways = tuple(way for way in named if not _is_complete(ledger, digest, way))
        if open_ways:
            yield digest, open_ways


def _why_nothing(settings: Settings, catalog: Catalog, ledger: Ledger, now: date, ways: tuple[str, ...]) -> str:
    """Say why no digest is due: none is left, the newest is old, or it may still grow."""
    every = settings.email.every
    newest = _chosen_digest(settings, catalog, None, week=every == "week", topic=None)
    if all(_is_complete(ledger, newest, way) for way in ways):
        return "Nothing to send: every complete digest was sent"
    if is_old(newest.date, every=every, today=now):
        return (
            f"Nothing to send: the newest digest is more than {'two weeks' if every == 'week' else 'a week'} old\n"
            f"  to send it anyway, run: digestif send {newest.date}"
        )
    return f"Nothing to send yet: {newest.title} is not complete"


def _is_complete(ledger: Ledger, digest: MailDigest, way: str) -> bool:
    delivery = ledger.get((digest.id, way))
    return delivery is not None and delivery.complete


def _published_content(site: Path) -> Content:
    """Return content/ as a build publishes it, without the files that have errors, which are named."""
    readable = leave_out_errors(load_content(site))
    for problem in readable.left_out:
        echo(f"warning: {problem.place}: is left out: {problem.found}", err=True)
    return readable.content


def _catalog(site: Path, settings: Settings, content: Content) -> Catalog:
    words, lead = settings.topic_words, settings.lead_language
    return plain_catalog(content, use_words=words, today=today(site), lead_language=lead)


def _settings_with_address(site: Path) -> Settings:
    settings = load_settings(site)
    use_language(settings.language)
    if not settings.site_url:
        raise DigestifError(
            "mkdocs.yml: site_url: is not set, and an e-mail links to the site",
            fix="set it to the address of the published site, as in site_url: https://ada.github.io/my-digest/",
        )
    return settings


def _chosen_digest(
    settings: Settings, catalog: Catalog, day: date | None, *, week: bool, topic: Topic | None
) -> MailDigest:
    chosen = day or catalog.latest
    if chosen is None:
        raise DigestifError("there are no papers yet", fix="import some, for example: digestif fetch hf --import")
    digest = (digest_of_week if week else digest_of_day)(settings, catalog, chosen, topic)
    if digest is None:
        period = f"the week of {week_of(chosen).first}" if week else str(chosen)
        about = f" on the topic {topic.name}" if topic else ""
        raise DigestifError(f"{period} has no papers{about}", fix=f"the newest digest is that of {catalog.latest}")
    return digest


COMMANDS = (email, send)
