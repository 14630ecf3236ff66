"""Reading offline on a built site, in a browser: what is kept, what is shown without a network, and the removal."""

from __future__ import annotations

import json
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import date
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.build.small_digest import CONFIG, DAYS, TITLES, built, make_digest, paper_key, write_paper
from tests.polling import wait_until
from tests.slowness import delay_answer

pytestmark = [pytest.mark.browser, pytest.mark.early]

NEWEST = [number for number in range(12) if DAYS[number % len(DAYS)] == max(DAYS)]
OLDER = next(number for number in range(12) if DAYS[number % len(DAYS)] != max(DAYS))
LINE = re.compile(r"Offline copy of \d+ \w+, \d\d:\d\d Try again")


class Host:
    """A web server that serves a folder under a path, as GitHub Pages does, and can be away, slow or broken.

    ``status`` answers every request with a number, ``delay`` keeps it waiting, ``replaced`` has texts for paths.
    """

    def __init__(self, root: Path) -> None:
        self.status = 0
        self.delay = 0.0
        self.replaced: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.stopped = threading.Event()
        self._root = root
        self._server: ThreadingHTTPServer | None = None
        self._port = 0
        self.start()

    def start(self) -> None:
        self.stopped.clear()
        self._server = ThreadingHTTPServer(("127.0.0.1", self._port), self._handler())
        self._port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        assert self._server
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}/small/"

    def _handler(self) -> Callable[..., SimpleHTTPRequestHandler]:
        host = self

        class Handler(SimpleHTTPRequestHandler):
            def __init__(self, *args: Any) -> None:
                super().__init__(*args, directory=str(host._root))

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
                pass

            def end_headers(self) -> None:
                self.send_header("Cache-Control", "max-age=600")
                super().end_headers()

            def do_GET(self) -> None:
                host.asked.append(self.path)
                host.stopped.wait(host.delay)
                delay_answer(self.path)
                if host.status:
                    return self.send_error(host.status)
                text = host.replaced.get(self.path)
                if text is None:
                    return super().do_GET()
                self.send_response(200)
                self.send_header("Content-Type", "text/javascript")
                self.end_headers()
                self.wfile.write(text)
                return None

        return Handler


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = make_digest(tmp_path_factory.mktemp("offline") / "digest")
    built(site)
    return site


@pytest.fixture
def digest(source: Path, tmp_path: Path) -> Path:
    """A copy of the digest that a test may change and build again."""
    return Path(shutil.copytree(source, tmp_path / "digest"))


@pytest.fixture
def host(digest: Path, tmp_path: Path) -> Iterator[Host]:
    root = tmp_path / "www"
    root.mkdir()
    (root / "small").symlink_to(digest / "site")
    made = Host(root)
    yield made
    made.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 900})
    yield made
    made.close()


def turn_on(page: Page, host: Host) -> None:
    page.goto(f"{host.address}reading-list/")
    page.get_by_role("switch", name="Read offline").check()
    expect(page.get_by_role("button", name="Remove offline copies")).to_be_visible()
    expect(page.locator(".dg-settings")).to_contain_text("kept")


def test_nothing_is_stored_before_a_reader_asks_for_it(host: Host, context: BrowserContext) -> None:
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(host.address)
    page.goto(f"{host.address}reading-list/")
    expect(page.locator(".dg-settings")).to_contain_text(re.compile(r"Nothing is stored yet.*about \d\.\d MB"))
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert "/small/service-worker.js" not in host.asked
    assert errors == []
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []


@pytest.mark.parametrize("width", [390, 1280])
def test_the_digest_the_reading_list_and_what_was_read_stay_readable(
    host: Host, context: BrowserContext, width: int
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{host.address}papers/{paper_key(OLDER)}/")
    bookmark = page.get_by_role("button", name="Bookmark").first
    bookmark.click()
    expect(bookmark).to_have_attribute("aria-pressed", "true")
    turn_on(page, host)
    page.goto(f"{host.address}about/")
    host.stop()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    for path in ("", "about/", f"papers/{paper_key(NEWEST[0])}/", f"papers/{paper_key(OLDER)}/", "reading-list/"):
        page.goto(f"{host.address}{path}")
        expect(page.locator(".dg-copied")).to_have_text(LINE)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} scrolls sideways"
        assert page.locator("html.js").count() == 1, f"{path} has no script"
    expect(page.locator(".dg-rows a").first).to_contain_text(str(OLDER))
    page.get_by_label("Search the list").fill("nothing like that")
    expect(page.get_by_role("status").filter(has_text="0 of 1 paper")).to_be_visible()
    assert errors == []
    host.start()
    page.get_by_role("link", name="Try again").click()
    expect(page.locator(".dg-copied")).to_have_count(0)


def test_citations_are_copied_from_kept_digests(host: Host, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    turn_on(page, host)
    host.stop()
    older = f"days/{DAYS[OLDER % len(DAYS)]}/"
    for path, rest in (
        ("", ""),
        (older, " It has only what is shown here, because the paper's page could not be loaded."),
    ):
        page.goto(f"{host.address}{path}")
        expect(page.get_by_role("button", name="Keyboard shortcuts")).to_be_attached()
        page.keyboard.press("j")
        expect(page.locator(".dg-card :focus")).to_have_count(1)
        title = page.locator(".dg-card:focus-within .dg-title").inner_text()
        page.keyboard.press("c")
        expect(page.locator(".dg-said span").first).to_have_text(f"Copied the citation as BibTeX.{rest}")
        copied = str(page.evaluate("navigator.clipboard.readText()"))
        assert copied.startswith("@"), copied
        assert title.split()[-1] in copied
        assert "author" in copied
    host.start()


def test_an_address_without_a_copy_leads_to_the_list_of_copies(host: Host, context: BrowserContext) -> None:
    page = context.new_page()
    turn_on(page, host)
    host.stop()
    page.goto(f"{host.address}statistics/?q=1")
    expect(page).to_have_url(f"{host.address}offline/?page=statistics%2F")
    expect(page.locator(".dg")).to_contain_text("no copy of /statistics/")
    expect(page.get_by_role("heading", name="Papers")).to_have_count(1)
    hostile = next(number for number in NEWEST if TITLES[number % len(TITLES)].startswith("<script>"))
    expect(page.get_by_role("link", name=f"<script>alert(1)</script> & Other Titles {hostile}")).to_be_visible()
    expect(page.locator("[data-offline-copies] li").nth(len(NEWEST) - 1)).to_be_attached()
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []
    host.start()
    page.get_by_role("link", name="Try again").click()
    expect(page).to_have_url(f"{host.address}statistics/")


def test_a_publication_is_seen_at_once_and_its_papers_are_kept(
    digest: Path, host: Host, context: BrowserContext
) -> None:
    page, other = context.new_page(), context.new_page()
    turn_on(page, host)
    page.goto(host.address)
    other.goto(f"{host.address}papers/{paper_key(NEWEST[0])}/")
    write_paper(digest, NEWEST[0], title="A Corrected Title")
    write_paper(digest, 14, title="A Paper of the New Version")
    built(digest)
    page.goto(host.address)
    expect(page.locator(".dg-title", has_text="A Paper of the New Version")).to_be_visible()
    other.reload()
    expect(other.locator("h1")).to_have_text("A Corrected Title")
    kept = f"{host.address}papers/{paper_key(14)}/"
    wait_until(page, "(url) => caches.match(url).then(Boolean)", kept)
    host.stop()
    page.goto(kept)
    expect(page.locator("h1")).to_have_text("A Paper of the New Version")
    other.goto(f"{host.address}papers/{paper_key(NEWEST[0])}/")
    expect(other.locator("h1")).to_have_text("A Corrected Title")
    host.start()


def test_a_slow_host_and_one_that_fails_give_copies(host: Host, context: BrowserContext) -> None:
    page = context.new_page()
    turn_on(page, host)
    page.goto(host.address)
    host.status = 503
    page.goto(host.address)
    expect(page.locator(".dg-copied")).to_have_text(LINE)
    host.status, host.delay = 0, 600  # longer than any wait here
    page.goto(host.address)
    expect(page.locator(".dg-copied")).to_have_text(LINE)
    host.delay = 0


def test_missing_pages_and_other_sites_are_never_kept(host: Host, context: BrowserContext) -> None:
    page = context.new_page()
    turn_on(page, host)
    assert page.goto(f"{host.address}no-such-page/").status == 404  # type: ignore[union-attr]  # a page was loaded
    page.goto(f"{host.address}about")  # redirected by the host
    page.goto(host.address)
    wait_until(page, "(url) => caches.match(url).then(Boolean)", f"{host.address}about/")
    kept = page.evaluate(
        "async () => (await (await caches.open((await caches.keys())[0])).keys()).map(({ url }) => url)"
    )
    assert all(url.startswith(host.address) for url in kept)
    assert not [url for url in kept if "no-such-page" in url or url.endswith("/about")]
    assert f"{host.address}about/" in kept


def test_a_removed_page_loses_its_copy(digest: Path, host: Host, context: BrowserContext) -> None:
    page = context.new_page()
    turn_on(page, host)
    address = f"{host.address}about/"
    page.goto(address)
    wait_until(page, "(url) => caches.match(url).then(Boolean)", address)
    shutil.rmtree(digest / "site/about")
    page.goto(address)
    wait_until(page, "(url) => caches.match(url).then((copy) => !copy)", address)


def test_one_click_removes_everything_also_for_other_tabs(host: Host, context: BrowserContext) -> None:
    page, other = context.new_page(), context.new_page()
    turn_on(page, host)
    other.goto(host.address)
    page.get_by_role("button", name="Remove offline copies").click()
    expect(page.locator(".dg-settings")).to_contain_text("The offline copies were removed.")
    expect(page.get_by_role("switch", name="Read offline")).not_to_be_checked()
    other.reload()
    other.goto(f"{host.address}about/")
    other.wait_for_load_state("networkidle")
    wait_until(other, "caches.keys().then((names) => !names.length)")
    wait_until(other, "navigator.serviceWorker.getRegistrations().then((all) => !all.length)")


def test_a_worker_that_cannot_start_leaves_the_old_one_at_work(host: Host, context: BrowserContext) -> None:
    page = context.new_page()
    turn_on(page, host)
    host.replaced["/small/service-worker.js"] = b"this is not a script"
    page.evaluate("navigator.serviceWorker.getRegistration().then((found) => found.update()).catch(() => null)")
    page.goto(host.address)
    host.stop()
    page.goto(host.address)
    expect(page.locator(".dg-copied")).to_have_text(LINE)
    host.start()


def test_a_failed_start_leaves_nothing(host: Host, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{host.address}reading-list/")
    host.replaced["/small/service-worker.js"] = b"this is not a script"
    page.get_by_role("switch", name="Read offline").click()
    expect(page.locator(".dg-settings")).to_contain_text("Nothing was kept")
    wait_until(page, "caches.keys().then((names) => !names.length)")


def test_full_storage_is_said_and_pages_still_load(host: Host, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{host.address}reading-list/")
    devtools = context.new_cdp_session(page)
    quota = {"origin": host.address.removesuffix("/small/"), "quotaSize": 400_000}
    devtools.send("Storage.overrideQuotaForOrigin", quota)
    page.get_by_role("switch", name="Read offline").click()
    expect(page.locator(".dg-settings")).to_contain_text("storage for this site is full")
    page.goto(f"{host.address}about/")
    expect(page.locator("h1")).to_have_text("About")
    page.goto(f"{host.address}reading-list/")
    page.get_by_role("button", name="Remove offline copies").click()
    expect(page.locator(".dg-settings")).to_contain_text("were removed")


def test_a_site_that_turns_it_off_removes_what_readers_kept(digest: Path, host: Host, context: BrowserContext) -> None:
    page = context.new_page()
    turn_on(page, host)
    (digest / "mkdocs.yml").write_text(CONFIG + "extra: {digestif: {offline: false}}\n")
    built(digest)
    assert not (digest / "site/offline.json").exists()
    assert not (digest / "site/offline").exists()
    page.goto(host.address)
    wait_until(page, "caches.keys().then((names) => !names.length)")
    wait_until(page, "navigator.serviceWorker.getRegistrations().then((all) => !all.length)")
    page.goto(f"{host.address}reading-list/")
    page.reload()  # the host lets browsers keep a page for ten minutes
    expect(page.get_by_text("No papers yet")).to_be_visible()
    expect(page.get_by_role("switch", name="Read offline")).to_have_count(0)


def test_search_says_that_it_needs_the_network(host: Host, context: BrowserContext) -> None:
    page = context.new_page()
    turn_on(page, host)
    host.stop()
    page.goto(f"{host.address}search/?q=robot")
    expect(page.locator("[data-search-status]")).to_have_text("You are offline.")
    failed = page.locator("[data-search-failed]")
    expect(failed).to_contain_text("You are offline, and this part of the search index is not stored.")
    host.start()


def test_a_browser_finds_no_fault_in_the_manifest(host: Host, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{host.address}papers/{paper_key(0)}/")
    devtools = context.new_cdp_session(page)
    found = devtools.send("Page.getAppManifest")
    assert found["url"] == f"{host.address}manifest.webmanifest"
    assert found["errors"] == []
    faults = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [fault["errorId"] for fault in faults if fault["errorId"] != "in-incognito"] == []
    assert devtools.send("Page.getAppId")["appId"] == host.address


def test_the_list_changes_with_the_site_only(digest: Path) -> None:
    def listed() -> Any:
        return json.loads((digest / "site/offline.json").read_bytes())

    before = listed()
    newest = [f"days/{day}/" for day in sorted(set(DAYS), reverse=True)[:3]]
    assert list(before["pages"]) == ["", *newest, "reading-list/", "offline/", "search/"]
    assert {path.split("/")[1] for path in before["papers"]} == {paper_key(number) for number in NEWEST}
    names = {re.sub(r"-[0-9a-f]{8}(?=\.js)", "", path.rpartition("/")[2]) for path in before["files"]}
    assert {"core.js", "reader-list.js", "reader-settings.js", "start.js", "topics.css", "digestif.svg"} <= names
    assert not {"service-worker.js", "offline.json"} & names
    built(digest, clean=True)
    assert listed() == before
    write_paper(digest, NEWEST[0], title="A Corrected Title")
    built(digest)
    after = listed()
    assert after["version"] != before["version"]
    assert after["files"] == before["files"]
    changed = [path for path, file_hash in after["papers"].items() if file_hash != before["papers"][path]]
    assert f"papers/{paper_key(NEWEST[0])}/" in changed
    assert date.fromisoformat(list(after["pages"])[1].split("/")[1]) == max(DAYS)
