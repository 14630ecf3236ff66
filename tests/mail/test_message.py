"""A digest as an e-mail: standard, the same twice, and complete or honest about what it leaves out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from generator.catalog.catalog import Catalog
from generator.language.words import in_language
from generator.mail.digest import digest_of_day
from generator.mail.message import MAX_HTML
from generator.text.addresses.mailboxes import Mailbox
from tests.mail.mails import ADA, SENDER, Page, day_digest, mail, part, received, week_digest, with_email
from tests.pages.invented import FIRST, HOSTILE, SECOND, SETTINGS, invented, paper


def test_a_digest_is_a_standard_message_with_a_text_and_an_html_part() -> None:
    raw = mail(with_email(sender=SENDER)).for_recipient(ADA).as_bytes()
    message = received(raw)
    assert message["From"] == "Papers <digest@example.org>"
    assert message["To"] == "Ada Lovelace <ada@example.com>"
    assert message["Subject"] == "Thursday, 31 July 2025: 12 papers – Papers & <Proofs>"
    assert message["Date"].datetime == datetime(2025, 7, 31, tzinfo=UTC)
    assert message["List-ID"] == "<digest.example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "multipart/alternative"
    assert [each.get_content_type() for each in message.iter_parts()] == ["text/plain", "text/html"]
    assert raw.isascii()
    assert all(line.endswith(b"\r") for line in raw.split(b"\n")[:-1])
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78


def test_an_e_mail_says_its_language_and_direction() -> None:
    english = received(mail().for_recipient(ADA).as_bytes())
    with in_language("ar"):
        arabic = received(mail().for_recipient(ADA).as_bytes())
    assert (english["Content-Language"], arabic["Content-Language"]) == ("en", "ar")
    assert '<html lang="en">' in part(english, "html")
    assert "rtl" not in part(english, "html")
    html = part(arabic, "html")
    assert '<html lang="ar" dir="rtl">' in html
    assert re.search(r'<td class="cell" dir="rtl" style="[^"]*text-align: ?right', html)
    assert "text-align:left" not in html
    assert "31 يوليو 2025" in arabic["Subject"]


def test_the_same_digest_gives_the_same_bytes_and_each_digest_its_own_id() -> None:
    assert mail().for_recipient(ADA).as_bytes() == mail().for_recipient(ADA).as_bytes()
    elsewhere = replace(SETTINGS, site_url="https://example.net")
    mails = [
        mail(),
        mail(digest=day_digest(SECOND)),
        mail(digest=day_digest(topic="vision")),
        mail(digest=week_digest()),
        mail(elsewhere),
    ]
    ids = [each.for_recipient()["Message-ID"] for each in mails]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"<[\w.-]+@[\w.-]+>", each) for each in ids)
    assert mail(with_email(sender=SENDER)).for_recipient(ADA)["Message-ID"] == ids[0]


def test_unsubscribing_takes_one_click_where_it_is_configured() -> None:
    message = mail(with_email(sender=SENDER, unsubscribe="https://example.org/leave?a={email}")).for_recipient(
        Mailbox(address="ada+x@example.com")
    )
    link = "https://example.org/leave?a=ada%2Bx@example.com"
    assert message["List-Unsubscribe"] == f"<{link}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    shown = received(message.as_bytes())
    assert link in part(shown, "plain")
    assert f'href="{link}"' in part(shown, "html")

    message = mail(with_email(sender=SENDER, unsubscribe="mailto:leave@example.org")).for_recipient(ADA)
    assert message["List-Unsubscribe"] == "<mailto:leave@example.org>"
    assert "List-Unsubscribe-Post" not in message

    message = mail(with_email(sender=SENDER)).for_recipient(ADA)
    assert "List-Unsubscribe" not in message
    assert "write to digest@example.org" in part(received(message.as_bytes()), "plain").replace("\n", " ")


def test_a_long_address_of_a_list_header_stays_whole() -> None:
    """Mail programs do not decode these headers."""
    link = f"https://lists.example.org/{'a-long-path/' * 40}leave?a={{email}}"
    site = "https://a-long-organisation-name.github.io/a-long-repository-name-for-papers-about-robots"
    settings = replace(with_email(sender=SENDER, unsubscribe=link), site_url=site)
    raw = mail(settings).for_recipient(ADA).as_bytes()
    header = raw.partition(b"\r\n\r\n")[0].decode()
    assert f"List-Unsubscribe:\r\n <{link.replace('{email}', 'ada@example.com')}>\r\n" in header
    assert "List-ID:\r\n <a-long-repository-name-for-papers-about-robots.a-long-organisation-name.github.io>" in header
    assert max(map(len, header.split("\r\n"))) < 998


def test_both_parts_show_every_paper_letter_for_letter() -> None:
    message = received(mail().for_recipient().as_bytes())
    text, page = part(message, "plain"), Page(part(message, "html"))
    for title in HOSTILE:
        shown = title.replace("$\\gamma$", "γ").replace("${7*7}", "${7*7}")
        assert " ".join(shown.split()) in " ".join(text.split()), title
        assert " ".join(shown.split()) in " ".join(page.text.split()), title
    assert "https://example.org/digest/papers/hostile-00/" in text


def test_formulas_are_unicode_text() -> None:
    added = {"math": paper("On $O(n^2)$ and $\\alpha$", abstract="We show $x_1 \\leq \\sqrt{2}$ here.")}
    catalog = invented(added)
    message = received(mail(catalog=catalog).for_recipient().as_bytes())
    for kind in ("plain", "html"):
        shown = part(message, kind)
        assert "On O(n²) and α" in shown
        assert "x₁ ≤ √2" in shown


def test_nothing_in_a_record_becomes_markup_and_nothing_is_loaded() -> None:
    message = received(mail().for_recipient().as_bytes())
    page = Page(part(message, "html"))
    allowed = {
        *("html", "head", "meta", "title", "style", "body", "div", "table", "tbody", "tr", "td", "p", "h1", "h2", "h3"),
        *("a", "span", "em", "strong", "ul", "ol", "li", "pre", "code", "blockquote", "th", "thead", "br", "h4", "img"),
    }
    assert {tag for tag, _ in page.elements} <= allowed
    attributes = {name for _, found in page.elements for name in found}
    assert [name for name in attributes if name.startswith("on")] == []
    targets = [found["href"] or "" for _, found in page.elements if "href" in found]
    assert [target for target in targets if not target.startswith(("https://", "mailto:"))] == []
    images = [found for tag, found in page.elements if tag == "img"]
    assert [image["src"] for image in images] == ["https://example.org/digest/assets/robot.svg"]
    assert [image["alt"] for image in images] == ["A robot that falls"]


@pytest.mark.parametrize(
    "name", ["A\r\nBcc: eve@example.org", "=?utf-8?q?A=0D=0ABcc:_eve?=", "A\u2028B", 'A" <eve@example.org>,', "é" * 300]
)
def test_a_name_cannot_add_a_header_or_a_recipient(name: str) -> None:
    settings = replace(with_email(sender=Mailbox(name=name, address="digest@example.org")), title=name)
    raw = mail(settings).for_recipient(Mailbox(name=name, address="ada@example.com")).as_bytes()
    message = received(raw)
    assert "Bcc" not in message
    assert [address.addr_spec for address in message["To"].addresses] == ["ada@example.com"]
    assert [address.addr_spec for address in message["From"].addresses] == ["digest@example.org"]
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78


def long_day(papers: int, length: int) -> Catalog:
    """A day with many papers, whose abstracts have that many characters."""
    abstract = ("The robot falls and stands up again. " * 200)[:length]
    return invented(
        {
            f"paper-{place:04}": paper(f"Paper {place:04}", date(2025, 8, 1), abstract=abstract)
            for place in range(papers)
        }
    )


@pytest.mark.parametrize(
    ("papers", "length", "note"),
    [
        (20, 1500, ""),
        (60, 1500, "Abstracts are shortened because there are many papers; the site has them."),
        (
            150,
            1500,
            "Abstracts are shortened, and left out at the end, because there are many papers; the site has them.",
        ),
        (2000, 100, "Abstracts are left out because there are many papers; the site has them."),
    ],
)
def test_a_long_day_fits_into_what_gmail_shows_and_says_what_is_missing(papers: int, length: int, note: str) -> None:
    catalog = long_day(papers, length)
    digest = digest_of_day(SETTINGS, catalog, date(2025, 8, 1))
    message = received(mail(digest=digest, catalog=catalog).for_recipient().as_bytes())
    html, text = part(message, "html"), part(message, "plain")
    assert len(html.encode()) <= MAX_HTML
    assert note in html
    assert note in " ".join(text.split())
    listed = len(set(re.findall(r"/papers/paper-\d+/", html)))
    assert len(set(re.findall(r"/papers/paper-\d+/", text))) == listed
    if listed < papers:
        assert f"… and {papers - listed:,} more papers on the site" in html
        assert f"… and {papers - listed:,} more papers on the site" in text
    else:
        assert "more paper" not in html
    assert listed > min(papers, 150) - 1


def test_a_week_has_its_days_in_order_and_each_paper_once() -> None:
    message = received(mail(digest=week_digest()).for_recipient().as_bytes())
    assert message["Subject"] == "28 July – 3 August 2025, week 31: 13 papers – Papers & <Proofs>"
    text = part(message, "plain")
    assert text.index("Wednesday, 30 July 2025") < text.index("Thursday, 31 July 2025")
    assert text.count("/papers/plain/") == 1
    assert "https://example.org/digest/weeks/2025-W31/" in text


def test_a_topic_has_its_papers_only() -> None:
    digest = day_digest(FIRST, topic="vision")
    message = received(mail(digest=digest).for_recipient().as_bytes())
    assert message["Subject"].endswith("Papers & <Proofs>: Vision & <Sight>")
    assert 0 < len(digest.entries) < len(day_digest().entries)
    assert digest_of_day(SETTINGS, invented(), FIRST, invented().topic("theory")) is None


def test_runs_of_backticks_in_a_note_stay_as_they_are() -> None:
    note = (
        "``a ` [b](papers/x/)`` ` [c](https://example.com/)\n\n" + "`" * 15_000
    )  # too long for a search at each place
    message = received(mail(digest=replace(day_digest(), notes=(note,))).for_recipient().as_bytes())
    text = part(message, "plain")
    assert "``a ` [b](papers/x/)`` ` c (https://example.com/)" in text
    assert "`" * 15_000 in "".join(text.split())


def test_links_of_notes_are_whole_addresses_in_both_parts() -> None:
    note = (
        "See [rStar](papers/2501.04519/), ![a robot](docs/assets/robot.png), [two\nwords](papers/b/#top) and\n"
        "[a page](https://example.com/a_(b) 'Title').\n\n`[code](papers/x/)` [bad](javascript:alert)\n\n"
        "[by reference][r]\n\n[r]: papers/plain/\n"
    )
    digest = replace(day_digest(), notes=(note,))
    message = received(mail(digest=digest).for_recipient().as_bytes())
    text = " ".join(part(message, "plain").split())
    site = "https://example.org/digest/"
    assert (
        f"See rStar ({site}papers/2501.04519/), a robot ({site}assets/robot.png), two words ({site}papers/b/#top)"
        in text
    )
    assert "and a page (https://example.com/a_(b)). `[code](papers/x/)` bad [by reference]" in text
    assert f"[r]: {site}papers/plain/" in text
    html = part(message, "html")
    assert f'href="{site}papers/2501.04519/"' in html
    assert f'href="{site}papers/b/#top"' in html
