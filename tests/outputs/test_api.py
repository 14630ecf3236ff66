"""The API has every paper once, in documents that follow their published schemas."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import zlib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import duckdb
import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # has no type hints
from openapi_spec_validator import OpenAPIV31SpecValidator

from generator.catalog.catalog import Catalog, build_catalog
from generator.catalog.topics.topic_set import TopicSet
from generator.model import Library, Paper, Record
from generator.outputs.api.download import deflate_chunk, read_chunks
from generator.outputs.api.plan import plan_api
from generator.outputs.feeds.plan import plan_feeds
from generator.pages.author_addresses import author_addresses, author_index
from tests.pages.invented import SETTINGS, invented

KINDS = {"papers": "papers", "digests": "digest", "topics": "topic"}


def rendered(catalog: Catalog) -> dict[str, bytes]:
    return {file.path.removeprefix("api/v1/"): file.render() for file in plan_api(catalog, SETTINGS)}


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return rendered(invented())


def document(files: dict[str, bytes], path: str) -> Any:
    return json.loads(files[path])


def papers(files: dict[str, bytes]) -> list[Any]:
    shards = document(files, "index.json")["shards"]
    return [paper for shard in shards for paper in document(files, shard["path"])["papers"]]


def test_every_document_follows_its_schema(files: dict[str, bytes]) -> None:
    paper = Draft202012Validator(document(files, "schema/paper.json"))
    for line in gzip.decompress(files["papers.jsonl.gz"]).splitlines():
        assert list(paper.iter_errors(json.loads(line))) == []
    for path in files:
        folder = path.rpartition("/")[0]
        if folder in KINDS or path == "index.json":
            schema = document(files, f"schema/{KINDS.get(folder, 'index')}.json")
            assert list(Draft202012Validator(schema).iter_errors(document(files, path))) == [], path


def test_the_description_is_valid_and_names_every_kind_of_document(files: dict[str, bytes]) -> None:
    description = document(files, "openapi.json")
    assert list(OpenAPIV31SpecValidator(description).iter_errors()) == []
    assert description["servers"] == [{"url": "https://example.org/digest/api/v1"}]
    assert list(description["paths"]) == ["/index.json", *(f"/{kind}/{{{name}}}.json" for kind, name in PATHS)]


PATHS = (("papers", "shard"), ("digests", "date"), ("topics", "id"), ("authors", "letter"))


def test_the_index_lists_every_file(files: dict[str, bytes]) -> None:
    index = document(files, "index.json")
    listed = [
        entry["path"] for name in ("shards", "digests", "topics", "authors", "downloads") for entry in index[name]
    ]
    described = ["index.json", "openapi.json", *(path for path in files if path.startswith("schema/"))]
    assert sorted((*listed, *described)) == sorted(files)


def test_the_index_names_the_feeds_that_exist(files: dict[str, bytes]) -> None:
    feeds = {f"/{file.path}" for file in plan_feeds(invented(), SETTINGS)}
    named = document(files, "index.json")["feeds"]
    assert {urljoin("/api/v1/index.json", path) for path in named.values()} <= feeds
    assert list(named) == ["atom", "json_feed", "opml"]


def test_every_paper_is_there_once_with_its_text(files: dict[str, bytes]) -> None:
    catalog = invented()
    found = papers(files)
    assert sorted(paper["key"] for paper in found) == sorted(catalog.by_key)
    assert {paper["title"] for paper in found} == {entry.paper.title for entry in catalog.entries}
    lines = [json.loads(line) for line in gzip.decompress(files["papers.jsonl.gz"]).decode().splitlines()]
    for paper in lines:
        assert paper["abstract" if catalog.by_key[paper["key"]].paper.abstract else "title"]
        paper.pop("abstract", None)
        assert paper.pop("url") == document(files, "index.json")["paper_url"].replace("{key}", paper["key"])
    assert lines == found


def test_a_part_of_the_download_can_be_read_alone(files: dict[str, bytes]) -> None:
    """As the theme's citation-download.js does after a range request."""
    for shard in document(files, "index.json")["shards"]:
        first, last = shard["range"]
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        lines = inflater.decompress(files["papers.jsonl.gz"][first : last + 1]).decode().splitlines()
        keys = [paper["key"] for paper in document(files, shard["path"])["papers"]]
        assert [json.loads(line)["key"] for line in lines] == keys


def test_the_download_is_one_member_that_every_reader_takes(files: dict[str, bytes], tmp_path: Path) -> None:
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
    text = inflater.decompress(files["papers.jsonl.gz"])
    assert inflater.eof
    assert inflater.unused_data == b""
    file = tmp_path / "papers.jsonl.gz"
    file.write_bytes(files["papers.jsonl.gz"])
    reads = f"SELECT count(*) FROM read_json('{file}', format = 'newline_delimited')"
    [(count,)] = duckdb.execute(reads).fetchall()
    assert count == text.count(b"\n") == len(invented().entries)
    unpacked = subprocess.run(["gzip", "--decompress", "--stdout", str(file)], capture_output=True, check=True)
    assert unpacked.stdout == text


def test_a_download_keeps_the_parts_that_did_not_change() -> None:
    before, expected = rendered(many(450)), rendered(many(500))
    chunks = read_chunks(before["index.json"], before["papers.jsonl.gz"])
    assert len(chunks) == 3
    known = {state: deflate_chunk(b"known\n") for state in chunks}
    after = {file.path: file.render() for file in plan_api(many(500), SETTINGS, chunks=known)}
    assert gzip.decompress(after["api/v1/papers.jsonl.gz"]).startswith(b"known\nknown\n{")
    after = {file.path: file.render() for file in plan_api(many(500), SETTINGS, chunks=chunks)}
    assert {path.removeprefix("api/v1/"): raw for path, raw in after.items()} == expected


def test_authors_who_have_pages_are_listed_with_their_papers(files: dict[str, bytes]) -> None:
    catalog = invented()
    shard_of = {paper["key"]: shard for shard, listed in shards(files).items() for paper in listed}
    people = catalog.people.with_papers(SETTINGS.fewest_papers)
    assert people, "the invented catalog has authors of three papers"
    by_id = {
        person["id"]: person
        for entry in document(files, "index.json")["authors"]
        for person in document(files, entry["path"])["authors"]
    }
    assert sorted(by_id) == sorted(person.id for person in people)
    for person in people:
        assert by_id[person.id]["name"] == person.name
        by_shard = by_id[person.id]["papers"]
        assert [key for keys in by_shard.values() for key in keys] == [entry.key for entry in person.papers]
        assert all(shard_of[key] == shard for shard, keys in by_shard.items() for key in keys)


def test_authors_have_the_addresses_of_their_papers(files: dict[str, bytes]) -> None:
    index = document(files, "index.json")
    listed = [person for entry in index["authors"] for person in document(files, entry["path"])["authors"]]
    pages = author_addresses(invented().people, author_index(invented().people, SETTINGS), SETTINGS)
    assert {
        (index["authors_url"] if "page" in person else index["author_url"])
        .replace("{page}", person.get("page", ""))
        .replace("{id}", person["id"])
        for person in listed
    } == {f"{SETTINGS.site_url}{address}" for address in pages.values()}


def test_the_documentation_has_the_fields_of_authors(files: dict[str, bytes]) -> None:
    text = (Path(__file__).parents[2] / "docs" / "programs.md").read_text().partition("An author in such a file")[2]
    rows = re.findall(r"^\| (`[^|]+) \|", text.partition("\n\n| ")[2].partition("\n\n")[0], re.MULTILINE)
    named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    schema = document(files, "schema/authors.json")
    assert named == list(schema["$defs"]["ApiPerson"]["properties"])


def test_without_pages_of_authors_there_are_no_files_of_them() -> None:
    files = {file.path for file in plan_api(invented(), replace(SETTINGS, fewest_papers=0))}
    assert not any("/authors/" in path for path in files)


def test_days_and_topics_list_keys_in_the_order_of_their_pages(files: dict[str, bytes]) -> None:
    catalog = invented()
    shard_of = {paper["key"]: shard for shard, listed in shards(files).items() for paper in listed}
    for day, entries in catalog.by_day.items():
        assert listed_keys(document(files, f"digests/{day}.json"), shard_of) == [entry.key for entry in entries]
    for topic, entries in catalog.by_topic.items():
        assert listed_keys(document(files, f"topics/{topic}.json"), shard_of) == [entry.key for entry in entries]


def shards(files: dict[str, bytes]) -> dict[str, list[Any]]:
    found = (document(files, path) for path in files if path.startswith("papers/"))
    return {shard["shard"]: shard["papers"] for shard in found}


def listed_keys(listed: Any, shard_of: dict[str, str]) -> list[str]:
    keys = [(key, group["shard"]) for group in listed["papers"] for key in group["keys"]]
    assert all(shard_of[key] == shard for key, shard in keys)
    return [key for key, _ in keys]


def many(count: int) -> Catalog:
    """A catalog of ``count`` papers, 50 a day, from 1 July 2025."""
    records = {
        f"paper-{number:03}": Record(
            key=f"paper-{number:03}",
            file=f"content/papers/paper-{number:03}.yaml",
            paper=Paper(title=f"Paper {number}", date=date(2025, 7, 1) + timedelta(days=number // 50)),
        )
        for number in range(count)
    }
    return build_catalog(Library(records=records, mentions={}, notes={}, removed={}), TopicSet(), {}, {})


def test_a_day_changes_only_the_last_file_of_its_month() -> None:
    before, after = rendered(many(450)), rendered(many(500))
    changed = {path for path in after if before.get(path) != after[path]}
    assert changed == {"index.json", "papers.jsonl.gz", "papers/2025-07-3.json", "digests/2025-07-10.json"}
    assert [len(listed) for listed in shards(after).values()] == [200, 200, 100]


def test_a_file_is_rendered_again_only_if_it_changes() -> None:
    (before, old), (after, new) = ((fingerprints(catalog), rendered(catalog)) for catalog in (many(450), many(500)))
    assert {path for path in old if before[path] == after[path]} == {path for path in old if old[path] == new[path]}


def fingerprints(catalog: Catalog) -> dict[str, str]:
    return {file.path.removeprefix("api/v1/"): file.fingerprint for file in plan_api(catalog, SETTINGS)}


def test_without_the_address_of_the_site_addresses_are_paths() -> None:
    catalog = invented()
    files = {file.path: file.render() for file in plan_api(catalog, replace(SETTINGS, site_url=""))}
    assert json.loads(files["api/v1/index.json"])["url"] == "/"
    assert json.loads(files["api/v1/openapi.json"])["servers"] == [{"url": "/api/v1"}]


def test_settings_cannot_break_a_document() -> None:
    settings = replace(SETTINGS, title='A \ud800"</script>\x00', description="\ud800 {")
    for file in plan_api(invented(), settings):
        if file.path.endswith(".json"):
            assert json.loads(file.render())
