"""Settings in mkdocs.yml: the time zone, numbers, limits of the file, and folders that a build may use."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli.main import main
from generator.errors import DigestifError
from generator.settings import load_settings, parse_settings


def with_timezone(name: str) -> bytes:
    return f"site_name: A digest\nextra: {{digestif: {{timezone: {name}}}}}\n".encode()


@pytest.mark.parametrize(
    ("timezone", "day"),
    [("UTC", 31), ("America/Los_Angeles", 30), ("Asia/Tokyo", 31), ("Pacific/Kiritimati", 31), ("Etc/GMT+12", 30)],
)
def test_a_day_begins_in_the_time_zone_of_the_digest(timezone: str, day: int) -> None:
    settings = parse_settings(with_timezone(timezone))
    assert settings.day_at(datetime(2025, 7, 31, 3, 0, tzinfo=UTC)) == date(2025, 7, day)


def test_the_time_zone_is_utc_by_default() -> None:
    settings = parse_settings(b"site_name: A digest\n")
    assert settings.timezone == "UTC"
    with pytest.raises(ValueError, match="without a time zone"):
        settings.day_at(datetime(2025, 7, 31, 3, 0))


@pytest.mark.parametrize("name", ["Berlin", "Europe", "../UTC", "/etc/localtime", "[Europe/Berlin]", "1"])
def test_an_unknown_time_zone_is_refused(name: str) -> None:
    with pytest.raises(DigestifError) as caught:
        parse_settings(with_timezone(name))
    assert "extra.digestif.timezone" in str(caught.value)
    assert "as in timezone: Europe/Berlin" in str(caught.value)


@pytest.mark.parametrize("days", ["0", "-1", "3651", "9999999", "1e3", "²", "٣", "9" * 5000, "soon"])
def test_a_number_of_days_has_a_range(days: str) -> None:
    with pytest.raises(DigestifError, match="expected a whole number from 1 to 3650, as in stale_after_days: 7"):
        parse_settings(f"extra: {{digestif: {{stale_after_days: {days}}}}}\n".encode())
    assert parse_settings(b"extra: {digestif: {stale_after_days: 3650}}\n").stale_after_days == 3650


def test_the_leading_language_is_a_tag() -> None:
    assert parse_settings(b"extra: {digestif: {lead_language: zh-Hant}}\n").lead_language == "zh-Hant"
    assert parse_settings(b"site_name: A\n").lead_language == ""
    for given, fix in (
        ("cn", "write zh"),
        ("zh_CN", "write zh-CN"),
        ("elvish", "use a tag of BCP 47"),
        ("[zh]", "one line"),
    ):
        with pytest.raises(DigestifError, match=f"lead_language: .*\n.*{fix}"):
            parse_settings(f"extra: {{digestif: {{lead_language: {given}}}}}\n".encode())


def test_topic_words_are_on_unless_they_are_switched_off() -> None:
    assert parse_settings(b"").topic_words is True
    assert parse_settings(b"extra: {digestif: {topic_words: true}}\n").topic_words is True
    assert parse_settings(b"extra: {digestif: {topic_words: false}}\n").topic_words is False
    with pytest.raises(DigestifError, match="'maybe' is not a switch"):
        parse_settings(b"extra: {digestif: {topic_words: maybe}}\n")


def test_the_map_is_off_unless_the_settings_ask_for_it() -> None:
    assert parse_settings(b"").map is False
    assert parse_settings(b"extra: {digestif: {map: true}}\n").map is True


def test_the_files_for_programs_have_settings() -> None:
    settings = parse_settings(b"")
    assert (settings.api, settings.parquet, settings.card_images) == (True, False, "site")
    settings = parse_settings(b"extra: {digestif: {api: false, parquet: true, card_images: Papers}}\n")
    assert (settings.api, settings.parquet, settings.card_images) == (False, True, "papers")
    with pytest.raises(DigestifError) as caught:
        parse_settings(b"extra: {digestif: {card_images: all}}\n")
    assert str(caught.value) == (
        "mkdocs.yml:1:33: extra.digestif.card_images: 'all' is not known\n  expected none, site, papers"
    )


def test_pages_of_authors_have_a_threshold_and_a_switch() -> None:
    assert parse_settings(b"").fewest_papers == 3
    assert parse_settings(b"extra: {digestif: {authors: true}}\n").fewest_papers == 3
    assert parse_settings(b"extra: {digestif: {authors: false}}\n").fewest_papers == 0
    assert parse_settings(b"extra: {digestif: {authors: {fewest_papers: 5}}}\n").fewest_papers == 5


@pytest.mark.parametrize(
    ("authors", "message"),
    [
        (
            "3",
            "mkdocs.yml:1:29: extra.digestif.authors: '3' is not true, false or numbers of papers\n"
            "  write fewest_papers and own_page, as in",
        ),
        ("{fewest_papers: 0}", "mkdocs.yml:1:45: extra.digestif.authors.fewest_papers: '0' is not a number of papers"),
        (
            "{fewest_papers: 5, own_page: 4}",
            "mkdocs.yml:1:58: extra.digestif.authors.own_page: 4 is less than fewest_papers, which is 5",
        ),
        ("few", "extra.digestif.authors: 'few' is not true, false or numbers of papers"),
        ("{fewest: 3}", "extra.digestif.authors.fewest: no such setting\n  known are fewest_papers, own_page"),
        ("{fewest_papers: 0}", "extra.digestif.authors.fewest_papers: '0' is not a number of papers"),
        ("{own_page: -1}", "extra.digestif.authors.own_page: '-1' is not a number of papers"),
        ("{fewest_papers: many}", "extra.digestif.authors.fewest_papers: 'many' is not a number of papers"),
    ],
)
def test_another_threshold_is_an_error(authors: str, message: str) -> None:
    with pytest.raises(DigestifError) as caught:
        parse_settings(f"extra: {{digestif: {{authors: {authors}}}}}\n".encode())
    assert message in str(caught.value)


def test_a_page_of_an_author_needs_as_many_papers_as_the_index() -> None:
    settings = parse_settings(b"extra: {digestif: {authors: {fewest_papers: 20}}}\n")
    assert (settings.fewest_papers, settings.own_page) == (20, 20)
    settings = parse_settings(b"extra: {digestif: {authors: {own_page: 5}}}\n")
    assert (settings.fewest_papers, settings.own_page) == (3, 5)


def digest(folder: Path, config: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A digest in a workflow that gives the addresses of site and repository."""
    (folder / "mkdocs.yml").write_text(config)
    monkeypatch.setenv("DIGESTIF_SITE_URL", "https://ada.github.io/digest/")
    monkeypatch.setenv("DIGESTIF_REPO_URL", "https://github.com/ada/digest")
    return folder


def test_missing_addresses_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load_settings(digest(tmp_path, "site_name: A digest\n", monkeypatch))
    assert settings.site_url == "https://ada.github.io/digest"
    assert (settings.repo_url, settings.host) == ("https://github.com/ada/digest", "github")


@pytest.mark.parametrize(
    ("repository", "name"),
    [
        ("https://github.com/ada/robots-that_read", "Robots that read"),
        ("https://github.com/ada/robots.git", "Robots"),
        ("https://github.com/", "Digest"),
        ("", "Digest"),
    ],
)
@pytest.mark.parametrize("is_set", [True, False], ids=["in the file", "in the environment"])
def test_a_missing_name_is_that_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, repository: str, name: str, is_set: bool
) -> None:
    site = digest(tmp_path, f"repo_url: {repository}\n" if is_set else "{}\n", monkeypatch)
    monkeypatch.setenv("DIGESTIF_REPO_URL", "" if is_set else repository)
    assert load_settings(site).title == name
    (site / "mkdocs.yml").write_text(f"site_name: Papers\nrepo_url: {repository}\n")
    assert load_settings(site).title == "Papers"


def test_the_addresses_of_the_file_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = "site_name: A digest\nsite_url: https://example.org/\nrepo_url: https://gitlab.com/ada/digest\n"
    settings = load_settings(digest(tmp_path, config, monkeypatch))
    assert settings.site_url == "https://example.org"
    assert (settings.repo_url, settings.host) == ("https://gitlab.com/ada/digest", "gitlab")


def test_a_file_that_inherits_settings_is_not_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other file may have the addresses."""
    assert load_settings(digest(tmp_path, "INHERIT: base.yml\n", monkeypatch)).site_url == ""


def test_a_bad_address_in_the_environment_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = digest(tmp_path, "site_name: A digest\n", monkeypatch)
    monkeypatch.setenv("DIGESTIF_SITE_URL", "javascript:alert(1)")
    with pytest.raises(DigestifError, match=r"^DIGESTIF_SITE_URL: "):
        load_settings(site)


ALIAS_BOMB = "\n".join(["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12))])


@pytest.mark.parametrize(
    ("raw", "refused"),
    [
        (b"nav: " + b"[" * 20_000, "mkdocs.yml:1:35: is nested more than 30 levels deep"),
        (ALIAS_BOMB.encode(), "mkdocs.yml:5:35: has more than 20,000 values, counting what aliases repeat"),
        (b"nav: &a [*a]\n", "mkdocs.yml:1:10: *a contains itself"),
        (b"# " + b"x" * 300_000, "mkdocs.yml: is larger than 256 KiB"),
        (b"- a list\n", "mkdocs.yml: contains no settings"),
        (b"site_name: [\n", "mkdocs.yml:1:12: a list that starts with [ and is not closed, or that lacks a comma"),
        (b"site_name: A: B\n", "mkdocs.yml:1:13: a second ': ' in unquoted text"),
        (b"a: b\n---\nc: d\n", "mkdocs.yml:2:1: a second document starts here (---)"),
        (b"site_name: \xff\n", "mkdocs.yml: is not text in UTF-8"),
    ],
)
def test_a_settings_file_is_read_within_limits(raw: bytes, refused: str) -> None:
    with pytest.raises(DigestifError) as caught:
        parse_settings(raw)
    assert caught.value.message == refused


def test_what_other_programs_write_in_the_file_is_left_to_them() -> None:
    settings = parse_settings(
        b"base: &base {site_name: Shared}\n<<: *base\nsite_description: !ENV [TEXT, none]\n"
        b"plugins: !!python/name:os.system\nday: 2024-13-45\nstrict: yes\n"
    )
    assert (settings.title, settings.description) == ("Shared", "")


FOLDERS = {
    "site_dir: content": "mkdocs.yml:1:11: site_dir: content overlaps content/, which holds the records",
    "site_dir: Content/papers": "mkdocs.yml:1:11: site_dir: Content/papers overlaps content/, which holds the records",
    "site_dir: .git": "mkdocs.yml:1:11: site_dir: .git overlaps .git/, which Git owns",
    "site_dir: .digestif/x": "mkdocs.yml:1:11: site_dir: .digestif/x overlaps .digestif/, which holds caches",
    "site_dir: ../mine": "mkdocs.yml:1:11: site_dir: '../mine' is outside the digest's folder",
    "docs_dir: /tmp/docs": "mkdocs.yml:1:11: docs_dir: '/tmp/docs' is outside the digest's folder",
    "docs_dir: docs/../../docs": "mkdocs.yml:1:11: docs_dir: '../docs' is outside the digest's folder",
    "theme: {custom_dir: ../theme}": "mkdocs.yml:1:21: custom_dir: '../theme' is outside the digest's folder",
    "theme: {custom_dir: theme}": "mkdocs.yml:1:21: custom_dir: theme is missing",
    "site_dir: .": "mkdocs.yml:1:11: site_dir: is the digest's own folder",
    "site_dir: docs/site": "mkdocs.yml:1:11: site_dir: docs/site overlaps docs, which is docs_dir",
    "{site_dir: a, theme: {custom_dir: a/b}}": "mkdocs.yml:1:12: site_dir: a overlaps a/b, which is custom_dir",
    "site_dir: linked/site": "mkdocs.yml:1:11: site_dir: linked is a symbolic link, which may lead out of the digest",
    "docs_dir: linked": "mkdocs.yml:1:11: docs_dir: linked is a symbolic link, which may lead out of the digest",
    "docs_dir: mkdocs.yml": "mkdocs.yml:1:11: docs_dir: mkdocs.yml is not a folder",
    "site_dir: notes": "mkdocs.yml:1:11: site_dir: notes has files that no build made (a.txt, b.txt, c.txt, …),"
    " and a build would delete them",
}


@pytest.mark.parametrize("setting", FOLDERS)
def test_a_folder_that_a_build_must_not_touch_is_refused(tmp_path: Path, setting: str) -> None:
    site = tmp_path / "digest"
    (site / "notes").mkdir(parents=True)
    for name in "abcd":
        (site / "notes" / f"{name}.txt").write_text("mine")
    (site / "linked").symlink_to(tmp_path)
    (site / "mkdocs.yml").write_text(f"{setting}\n")
    with pytest.raises(DigestifError) as caught:
        load_settings(site)
    assert str(caught.value).splitlines()[0] == FOLDERS[setting]


def test_every_refused_folder_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: A digest\ndocs_dir: ../docs\nsite_dir: content\n")
    with pytest.raises(DigestifError) as caught:
        load_settings(tmp_path)
    assert [line for line in str(caught.value).splitlines() if line.startswith("mkdocs.yml")] == [
        "mkdocs.yml:2:11: docs_dir: '../docs' is outside the digest's folder",
        "mkdocs.yml:3:11: site_dir: content overlaps content/, which holds the records",
    ]


@pytest.mark.parametrize(
    "built", [("search-index/manifest.json",), ("pagefind/manifest.json",), ("sitemap.xml", "404.html"), ()]
)
def test_a_site_that_was_built_before_may_be_replaced(tmp_path: Path, built: tuple[str, ...]) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"site_dir: {tmp_path.resolve() / 'www' / 'site'}\n")
    for file in built:
        (tmp_path / "www" / "site" / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "www" / "site" / file).write_text("")
    assert load_settings(tmp_path).title == "Digest"


def test_a_link_in_place_of_the_settings_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.yml").write_text("site_name: Elsewhere\n")
    (tmp_path / "mkdocs.yml").symlink_to(tmp_path / "elsewhere.yml")
    with pytest.raises(DigestifError, match=r"^mkdocs\.yml: is a symbolic link"):
        load_settings(tmp_path)


MANY_ERRORS = """\
site_name: A digest
site_url: example.org
repo_url: ftp://example.org/digest
site_dir: content
extra:
  digestif:
    timezone: Berlin
    stale_after_days: soon
    colour: red
    map: perhaps
    authors: {fewest: 2, own_page: none}
    thumbnails: {days: 0}
    comments: {repo: nowhere, repo_id: '!', category: Papers, category_id: DIC_kwDOABCDEF4CABCD}
    curator: [Ada, Bo]
    paper_links: {Elsewhere: "https://example.org/{id}", Nowhere: "https://example.org/"}
    email: {every: hour, smtp: {port: 0}, listmonk: {url: "https://lists.example.org", size: 3}}
"""
ALL_ERRORS = """\
mkdocs.yml:9:13: extra.digestif.colour: no such setting
mkdocs.yml:14:14: extra.digestif.curator: is not text
mkdocs.yml:3:11: repo_url: 'ftp://example.org/digest' is not a web address
mkdocs.yml:11:23: extra.digestif.authors.fewest: no such setting
mkdocs.yml:11:36: extra.digestif.authors.own_page: 'none' is not a number of papers
mkdocs.yml:2:11: site_url: 'example.org' is not a web address
mkdocs.yml:8:23: extra.digestif.stale_after_days: 'soon' is not a number of days
mkdocs.yml:7:15: extra.digestif.timezone: 'Berlin' is not a time zone
mkdocs.yml:16:20: extra.digestif.email.every: 'hour' is not known
mkdocs.yml:16:32: extra.digestif.email.smtp: needs host
mkdocs.yml:16:94: extra.digestif.email.listmonk.size: no such setting
mkdocs.yml:15:30: extra.digestif.paper_links.Elsewhere: '{id}' is not a field of a paper
mkdocs.yml:15:67: extra.digestif.paper_links.Nowhere: 'https://example.org/' is the same for every paper
mkdocs.yml:13:22: extra.digestif.comments.repo: 'nowhere' is not a repository
mkdocs.yml:13:40: extra.digestif.comments.repo_id: '!' is not an id
mkdocs.yml:10:10: extra.digestif.map: 'perhaps' is not a switch
mkdocs.yml:12:24: extra.digestif.thumbnails.days: '0' is not a whole number from 1 to 366
mkdocs.yml:4:11: site_dir: content overlaps content/, which holds the records
"""


def test_one_run_reports_all_errors_each_with_what_is_expected(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(MANY_ERRORS)
    result = CliRunner().invoke(main, ["-C", str(tmp_path), "check"])
    assert result.exit_code == 2
    lines = result.output.removeprefix("digestif: ").splitlines()
    errors, fixes = lines[::2], lines[1::2]
    assert errors == ALL_ERRORS.splitlines()
    assert [fix for fix in fixes if not fix.startswith("  ")] == []


def test_one_error_is_reported_once(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("repo_url: ftp://example.org/digest\n")
    with pytest.raises(DigestifError) as caught:
        load_settings(tmp_path)
    assert str(caught.value).count("mkdocs.yml:1:11: repo_url") == 1


@pytest.mark.parametrize(
    ("language", "fix"),
    [
        ("DE", "write de"),
        ("de_DE", "write de"),
        ("zh_TW", "write zh-TW"),
        ("zh-CN", "write zh"),
        ("pt_BR", "write pt-BR"),
        ("nl", "use one of en, zh, zh-TW, ja, ko, de, fr, es, pt-BR, it, ru, ar, or add a translation"),
    ],
)
def test_a_language_without_a_catalog_is_refused_with_its_place(language: str, fix: str) -> None:
    with pytest.raises(DigestifError, match=r"mkdocs.yml:1:35: theme.language: the theme has no language ") as caught:
        parse_settings(f"theme: {{name: digestif, language: {language}}}\n".encode())
    assert str(caught.value.fix).startswith(fix)


@pytest.mark.parametrize("language", ["no", "[de]", "null", ""])
def test_a_language_is_text(language: str) -> None:
    with pytest.raises(DigestifError, match=r"^mkdocs.yml:1:[0-9]+: theme.language: is not the name of a language"):
        parse_settings(f"theme: {{name: digestif, language: {language}}}\n".encode())


def test_the_language_has_the_names_of_material() -> None:
    assert parse_settings(b"theme: {name: digestif, language: zh-Hant}\n").language == "zh-TW"
    assert parse_settings(b"theme: digestif\n").language == "en"
