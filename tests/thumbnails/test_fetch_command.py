"""digestif fetch thumbnails, against a server with TLS on this machine: what it fetches, refuses and reports."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli.main import main
from generator.fetching.client import RateLimit
from generator.thumbnails.formats import read_thumbnail
from tests.thumbnails.conftest import DOWN, PictureServer
from tests.thumbnails.digest import CONFIG, DAY, add_list, add_paper, make_site
from tests.thumbnails.pictures import HTML, SVG, encoded, figure, noise, png_of_size

CACHE = ".digestif/thumbnails"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site")


def fetch(site: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(site), "fetch", "thumbnails", *arguments])


def cached(site: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted((site / CACHE).glob("*"))}


def test_pictures_of_records_and_of_sources_are_fetched_once(site: Path, pictures: PictureServer) -> None:
    add_paper(site, "one", image=pictures.add("/one.png", figure()))
    add_paper(site, "two")
    add_paper(site, "three", image="none")
    listed = {
        "one": pictures.add("/card-one.png", figure("red")),
        "two": pictures.add("/card.jpg?size=1", encoded(noise(), "JPEG"), kind="image/jpeg"),
        "three": pictures.add("/card-three.png", figure("green")),
    }
    add_list(site, listed)
    first = fetch(site)
    assert (first.exit_code, first.output) == (0, "Thumbnails: 2 fetched, 0 already there\n")
    assert sorted(pictures.requests) == ["/card.jpg?size=1", "/one.png"]
    assert all(agent.startswith("digestif/") for agent in pictures.agents)
    # Each ends in a hash of 32 bytes.
    assert [read_thumbnail(content[:-32]).format for content in cached(site).values()] == ["WEBP", "WEBP"]
    before = cached(site)
    again = fetch(site)
    assert (again.exit_code, again.output) == (0, "Thumbnails: 0 fetched, 2 already there\n")
    assert (len(pictures.requests), cached(site)) == (2, before)


def test_an_image_of_a_link_preview_is_not_fetched(site: Path) -> None:
    add_paper(site, "one")
    add_list(site, {"one": "https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/2506.10001.png"})
    result = fetch(site)
    assert (result.exit_code, result.output) == (0, "Thumbnails: 0 fetched, 0 already there\n")


def test_only_the_newest_days_have_thumbnails_and_old_ones_are_removed(site: Path, pictures: PictureServer) -> None:
    for day in (28, 29, 30):
        add_paper(site, f"p{day}", image=pictures.add(f"/{day}.png", figure()), day=date(2025, 7, day))
    assert fetch(site, "--days", "3").output == "Thumbnails: 3 fetched, 0 already there\n"
    assert len(cached(site)) == 3
    add_paper(site, "p31", image=pictures.add("/31.png", figure()))
    assert fetch(site).output == "Thumbnails: 1 fetched, 1 already there, 2 old ones removed\n"
    assert len(cached(site)) == 2


def test_without_the_setting_nothing_is_requested(site: Path, pictures: PictureServer) -> None:
    (site / "mkdocs.yml").write_text(CONFIG.partition("extra:")[0])
    add_paper(site, "one", image=pictures.add("/one.png", figure()))
    result = fetch(site)
    assert result.exit_code == 0
    assert result.output.startswith("Thumbnails are off: set extra.digestif.thumbnails.days in mkdocs.yml")
    assert pictures.requests == []
    assert fetch(site, "--days", "1").output == "Thumbnails: 1 fetched, 0 already there\n"


def test_what_is_no_picture_is_named_and_the_others_are_kept(site: Path, pictures: PictureServer) -> None:
    """Whatever a server sends, nothing but a finished thumbnail reaches the cache, and every failure has a line."""
    bad = {
        "missing": ("404 Not Found", pictures.url + "/missing.png"),
        "html-as-png": ("is an HTML page, not a picture", pictures.add("/html.png", HTML)),
        "svg-as-png": ("is an SVG drawing, not a picture", pictures.add("/svg.png", SVG)),
        "svg-type": ("a response of the type image/svg+xml", pictures.add("/svg", SVG, kind="image/svg+xml")),
        "html-type": ("a response of the type text/html", pictures.add("/page", HTML, kind="text/html")),
        "bomb": ("has 30,000 × 30,000 pixels", pictures.add("/bomb.png", png_of_size(30_000, 30_000, rows=100))),
        "cut": ("is damaged", pictures.add("/cut.png", figure()[:900])),
        "large": ("sent more than 8 MB", pictures.add("/large.png", b"\x89PNG\r\n\x1a\n" + bytes(100 * 1024**2))),
        "gzip": ("in an encoding that was not requested", pictures.add("/z", figure(), Content_Encoding="br")),
    }
    for key, (_, address) in bad.items():
        add_paper(site, key, image=address)
    good = add_paper(site, "good", image=pictures.add("/good.png", figure()))
    result = fetch(site)
    assert result.exit_code == 1
    for key, (reason, address) in bad.items():
        lines = [line for line in result.output.splitlines() if f"/{key}.yaml:" in line]
        assert len(lines) == 1, key
        assert re.match(rf"content/papers/2025/07/31/{key}\.yaml:4:8: image: ", lines[0]), lines
        assert address in lines[0]
        assert reason in lines[0]
    assert str(good.name) not in result.output
    assert result.output.splitlines()[-1] == "Thumbnails: 1 fetched, 0 already there, 9 failed"
    assert len(cached(site)) == 1
    assert pictures.requests.count("/large.png") == 1


REDIRECTS = {
    "private": ("https://127.0.0.1:1/x.png", "redirected to an address that is not public (127.0.0.1)"),
    "mapped": ("https://[::ffff:10.0.0.1]/x.png", "not public (::ffff:10.0.0.1)"),
    "metadata": ("https://169.254.169.254/latest/meta-data/", "not public (169.254.169.254)"),
    "unencrypted": ("http://pictures.example.org/x.png", "redirected from https to http"),
    "file": ("file:///etc/passwd", "redirected from https to file"),
}


@pytest.mark.parametrize(("target", "reason"), REDIRECTS.values(), ids=REDIRECTS)
def test_a_redirect_out_of_the_public_web_is_not_followed(
    site: Path, pictures: PictureServer, target: str, reason: str
) -> None:
    add_paper(site, "one", image=pictures.add("/one.png", b"", status=302, Location=target))
    result = fetch(site)
    assert result.exit_code == 1
    assert reason in result.output
    assert cached(site) == {}


def test_a_source_cannot_make_the_site_request_a_private_address(site: Path, pictures: PictureServer) -> None:
    add_paper(site, "one")
    add_paper(site, "two")
    add_list(site, {"one": "http://127.0.0.1:8000/a.png", "two": "https://10.1.2.3/b.png"})
    result = fetch(site)
    assert result.exit_code == 1
    assert "content/sources/hf-json/2025-07-31.json: one: thumbnail: 'http://127.0.0.1:8000/a.png'" in result.output
    assert "'https://10.1.2.3/b.png' is not public" in result.output
    assert pictures.requests == []


def test_a_name_that_leads_to_this_machine_is_not_requested(
    site: Path, pictures: PictureServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection goes to the address that was checked, so a second answer of the name server changes nothing."""

    async def private(*arguments: object, **named: object) -> list[tuple[object, ...]]:
        return [(None, None, None, None, ("127.0.0.1", 0))]

    monkeypatch.setattr("asyncio.base_events.BaseEventLoop.getaddrinfo", private)
    add_paper(site, "one", image="https://rebinding.example.org/a.png")
    result = fetch(site)
    assert result.exit_code == 1
    assert "rebinding.example.org is at an address that is not public" in result.output
    assert pictures.requests == []


def test_a_host_that_does_not_respond_is_left_alone(site: Path, pictures: PictureServer) -> None:
    for number in range(5):
        add_paper(site, f"p{number}", image=f"https://{DOWN}/{number}.png")
    result = fetch(site)
    assert result.exit_code == 1
    assert f"Could not reach {DOWN}: the connection failed (2 attempts)" in result.output
    assert "3 failed, 2 not requested" in result.output


def test_a_server_that_does_not_finish_is_given_up(
    site: Path, pictures: PictureServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.thumbnails.fetch.RATE_LIMIT", RateLimit(pause=0, attempts=1, deadline=1.0))
    add_paper(site, "one", image=pictures.add("/one.png", figure()))
    pictures.slow.add("/one.png")
    result = fetch(site)
    assert result.exit_code == 1
    assert "pictures.example.org did not complete its response within 1 second" in result.output
    assert cached(site) == {}


def test_records_with_errors_are_counted(site: Path, pictures: PictureServer) -> None:
    for key, image in {"up": "images/../../../etc/passwd", "local": "https://localhost/a.png"}.items():
        add_paper(site, key, image=image)
    result = fetch(site)
    assert result.output.startswith("2 files of content/ have errors, so their pictures were left out: digestif check")


def test_an_interrupted_fetch_continues(site: Path, pictures: PictureServer) -> None:
    for number in range(3):
        add_paper(site, f"p{number}", image=pictures.add(f"/{number}.png", figure(f"#{number}{number}4477")))
    pictures.answers["/1.png"] = (503, "text/plain", b"later")
    assert fetch(site).exit_code == 1
    pictures.add("/1.png", figure("#114477"))
    result = fetch(site)
    assert (result.exit_code, result.output) == (0, "Thumbnails: 1 fetched, 2 already there\n")


def test_damage_and_links_in_the_cache_are_replaced(site: Path, pictures: PictureServer) -> None:
    add_paper(site, "one", image=pictures.add("/one.png", figure()))
    fetch(site)
    [name] = cached(site)
    for damage in (b"", b"<script>", figure()):
        (site / CACHE / name).write_bytes(damage)
        assert "1 fetched" in fetch(site).output
    (site / CACHE / name).unlink()
    secret = site / "secret"
    secret.write_bytes(b"private")
    (site / CACHE / name).symlink_to(secret)
    assert "1 fetched" in fetch(site).output
    assert (secret.read_bytes(), (site / CACHE / name).is_symlink()) == (b"private", False)


def test_pictures_of_the_site_need_no_network(site: Path) -> None:
    (site / "content/images/own.png").write_bytes(figure())
    add_paper(site, "one", image="images/own.png")
    add_paper(site, "two", image="images/gone.png")
    result = fetch(site)
    assert result.output.splitlines() == [
        "content/papers/2025/07/31/two.yaml:4:8: image: content/images/gone.png does not exist",
        "  add the file",
        "Thumbnails: 0 fetched, 1 already there, 1 failed",
    ]
    assert len(cached(site)) == 1


def test_without_pillow_the_command_says_what_to_install(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.thumbnails.resizing.find_spec", lambda name: None)
    result = fetch(site)
    assert result.exit_code == 2
    assert "Thumbnails need Pillow, which is not installed" in result.output
    assert "pip install 'digestif[thumbnails]'" in result.output


def test_the_newest_list_decides(site: Path, pictures: PictureServer) -> None:
    add_paper(site, "one", day=date(2025, 7, 30))
    add_list(site, {"one": pictures.add("/new.png", figure())}, day=DAY)
    add_list(site, {"one": pictures.add("/old.png", figure())}, day=date(2025, 7, 30))
    fetch(site)
    assert pictures.requests == ["/new.png"]
