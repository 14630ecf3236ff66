"""Publishing to S3, with a server of it on this machine."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from generator.cli import publish as command
from generator.cli.main import main
from generator.fetching.client import Clock
from tests.publishing.conftest import Bucket, bucket_name, s3_environment
from tests.publishing.sites import (
    ASSET,
    ENTRY,
    LEASE,
    MANIFEST,
    OWN,
    PAGE,
    PAPERS,
    change,
    contents,
    publish,
    publish_until,
    published,
    refusal,
)

FILES = PAPERS + 15
_KEY = "{http://s3.amazonaws.com/doc/2006-03-01/}Key"
#: Otherwise a body is taken for a form.
RAW = {"Content-Type": "application/octet-stream"}
SIGNED = {"Authorization": "AWS4-HMAC-SHA256 Credential=x/20250101/us-east-1/s3/aws4_request"}


def keys(bucket: Bucket) -> list[str]:
    with urlopen(Request(f"{bucket.url}?list-type=2", headers=SIGNED)) as answer:
        return [found.text or "" for found in ET.fromstring(answer.read()).iter(_KEY)]


def get(bucket: Bucket, key: str) -> tuple[str, dict[str, str]]:
    with urlopen(Request(f"{bucket.url}/{quote(key)}", headers=SIGNED)) as answer:
        return answer.read().decode(), {name.lower(): value for name, value in answer.headers.items()}


def put(bucket: Bucket, key: str, content: str) -> None:
    headers = SIGNED | RAW
    urlopen(Request(f"{bucket.url}/{quote(key)}", data=content.encode(), headers=headers, method="PUT")).close()


def stored(bucket: Bucket, prefix: str = "") -> dict[str, str]:
    """Return the site's objects below a prefix."""
    own = f"{prefix}{OWN}/"
    return {
        key.removeprefix(prefix): get(bucket, key)[0]
        for key in keys(bucket)
        if key.startswith(prefix) and not key.startswith(own)
    }


@pytest.fixture
def target(tmp_path: Path) -> str:
    return f"s3://{bucket_name(tmp_path)}"


def test_only_what_changed_is_uploaded_and_what_is_gone_deleted(digest: Path, bucket: Bucket, target: str) -> None:
    put(bucket, "other/notes.txt", "mine")
    put(bucket, "digest-of-others/index.html", "mine")
    place = f"{target}/digest"
    assert published(digest, place, environment=bucket.environment) == f"{place}: {FILES} uploaded (0.0 MB)\n"
    assert stored(bucket, "digest/") == contents(digest / "site")
    change(digest)
    put(bucket, "digest/papers/2501.00002/extra.html", "mine")
    assert published(digest, place, environment=bucket.environment) == (
        f"{place}: 5 uploaded (0.0 MB), 2 deleted, {FILES - 5} unchanged\n"
        "left 1 other file there, which Digestif did not write\n"
    )
    expected = contents(digest / "site") | {"papers/2501.00002/extra.html": "mine"}
    assert stored(bucket, "digest/") == expected
    assert get(bucket, "other/notes.txt")[0] == "mine"
    assert get(bucket, "digest-of-others/index.html")[0] == "mine"
    assert [key for key in keys(bucket) if OWN in key] == [f"digest/{MANIFEST}"]


def test_objects_have_their_types_and_times_in_caches(digest: Path, bucket: Bucket, target: str) -> None:
    published(digest, target, environment=bucket.environment)
    short, long = "public, max-age=300", "public, max-age=31536000, immutable"
    for key, kind, cache in (
        (PAGE, "text/html; charset=utf-8", short),
        (ENTRY, "text/html; charset=utf-8", short),
        (ASSET, "text/javascript; charset=utf-8", long),
        ("search-index/words.576e859a/1", "application/octet-stream", long),
        ("search-index/manifest.json", "application/json", short),
        ("assets/javascripts/custom-20250101.js", "text/javascript; charset=utf-8", short),
        ("assets/cards/2501.00001.png", "image/png", short),
        ("feeds/papers.xml", "application/atom+xml; charset=utf-8", short),
        ("feeds/papers.json", "application/feed+json", short),
        ("sitemap.xml", "application/xml", short),
        ("service-worker.js", "text/javascript; charset=utf-8", "no-cache"),
        ("offline.json", "application/json", "no-cache"),
        (MANIFEST, "application/json", "no-store"),
    ):
        _, headers = get(bucket, key)
        assert (headers["content-type"], headers["cache-control"]) == (kind, cache), key


def test_objects_that_another_program_uploaded_get_these_headers(digest: Path, bucket: Bucket, target: str) -> None:
    put(bucket, PAGE, (digest / "site" / PAGE).read_text())
    assert f"{FILES} uploaded" in published(digest, target, environment=bucket.environment)
    assert get(bucket, PAGE)[1]["cache-control"] == "public, max-age=300"
    put(bucket, "new.html", "mine")
    (digest / "site/new.html").write_text("ours")
    message = refusal(digest, target, environment=bucket.environment)
    assert "has 1 file that Digestif did not write" in message


@pytest.mark.parametrize(
    ("step", "number"),
    [("Uploading assets", 1), ("Uploading pages", 1), ("Uploading entry points", 0), ("Deleting files", 1)],
)
def test_a_killed_publication_is_continued(digest: Path, bucket: Bucket, target: str, step: str, number: int) -> None:
    published(digest, target, environment=bucket.environment)
    change(digest)
    publish_until(digest, target, step, number, environment=bucket.environment)
    there = stored(bucket)
    if step in ("Uploading assets", "Uploading pages"):
        assert there[ENTRY] == "<h1>Home</h1>"
    if step != "Deleting files":
        assert "papers/2501.00002/index.html" in there
    (digest / "site/papers/2502.00001/index.html").unlink()
    assert "continued an interrupted publication" in published(digest, target, environment=bucket.environment)
    assert stored(bucket) == contents(digest / "site")
    assert [key for key in keys(bucket) if OWN in key] == [MANIFEST]


def test_a_killed_first_publication_uploads_the_rest(digest: Path, bucket: Bucket, target: str) -> None:
    publish_until(digest, target, "Uploading entry points", 0, environment=bucket.environment)
    done = published(digest, target, environment=bucket.environment)
    assert done.startswith(f"{target}: 9 uploaded (0.0 MB), {FILES - 9} unchanged\n"), done
    assert stored(bucket) == contents(digest / "site")


def test_objects_that_were_changed_there_are_uploaded_again(digest: Path, bucket: Bucket, target: str) -> None:
    published(digest, target, environment=bucket.environment)
    put(bucket, ENTRY, "<h1>Evil</h1>")  # of the same size
    done = publish(digest, target, environment=bucket.environment)
    assert "1 published file" in done.stderr
    assert stored(bucket) == contents(digest / "site")


def lease(*, host: str = "elsewhere", process: int = 1, renewed: float | None = None) -> str:
    moment = time.time() if renewed is None else renewed
    return json.dumps({"id": "other", "host": host, "process": process, "began": moment, "renewed": moment})


def test_one_publication_at_a_time(digest: Path, bucket: Bucket, target: str) -> None:
    put(bucket, LEASE, lease())
    message = refusal(digest, target, environment=bucket.environment)
    assert message.startswith(f"digestif: another publication to {target} is under way: process 1 on elsewhere, since ")
    assert "if it was killed, wait ten minutes, or run this again with --take-over" in message
    assert stored(bucket) == {}
    published(digest, target, "--take-over", environment=bucket.environment)
    assert stored(bucket) == contents(digest / "site")


@pytest.mark.parametrize(
    "left",
    [lease(renewed=1_700_000_000), lease(host=socket.gethostname(), process=2**22 - 1), "damaged", ""],
    ids=["long ago", "of a process that ended", "damaged", "empty"],
)
def test_a_lease_that_nobody_holds_is_taken(digest: Path, bucket: Bucket, target: str, left: str) -> None:
    put(bucket, LEASE, left)
    published(digest, target, environment=bucket.environment)
    assert [key for key in keys(bucket) if OWN in key] == [MANIFEST]


def test_a_publication_stops_when_another_one_has_taken_over(
    digest: Path, bucket: Bucket, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = iter(range(0, 10**9, 30))
    monkeypatch.setattr(command, "Clock", lambda: Clock(now=lambda: float(next(seconds))))
    for name, value in bucket.environment.items():
        monkeypatch.setenv(name, value)
    steps: list[str] = []

    class Progress:
        def __enter__(self) -> object:
            def report(name: str, done: int = 0, total: int = 0) -> None:
                if name == "Uploading pages" and not steps:
                    steps.append(name)
                    put(bucket, LEASE, lease())

            return report

        def __exit__(self, *error: object) -> None:
            pass

    monkeypatch.setattr(command, "progress_bar", Progress)
    done = CliRunner().invoke(main, ["-C", str(digest), "publish", target])
    assert done.exit_code == 2
    assert f"another publication to {target} has begun, so this one has stopped" in done.output
    assert ENTRY not in stored(bucket)
    assert json.loads(get(bucket, LEASE)[0])["id"] == "other"


class _Refusing(BaseHTTPRequestHandler):
    """Answers all requests with an error."""

    status, code, address = 403, "", ""
    requests: ClassVar[list[str]] = []

    def answer(self) -> None:
        self.requests.append(self.path)
        text = f"<Error><Code>{self.code}</Code><Message>No.</Message></Error>".encode()
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_PUT = do_DELETE = do_HEAD = answer  # noqa: N815  # names of the base class

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        pass


@pytest.fixture
def refusing() -> Iterator[type[_Refusing]]:
    class Refusing(_Refusing):
        requests: ClassVar[list[str]] = []

    server = ThreadingHTTPServer(("127.0.0.1", 0), Refusing)
    Refusing.address = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Refusing
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("status", "code", "sentence"),
    [
        (403, "InvalidAccessKeyId", "s3://bucket/x refuses the credentials\n  check AWS_ACCESS_KEY_ID"),
        (403, "SignatureDoesNotMatch", "s3://bucket/x refuses the credentials\n"),
        (400, "ExpiredToken", "the credentials for s3://bucket/x have expired\n"),
        (403, "AccessDenied", "lack the permission s3:GetObject\n  allow s3:GetObject on bucket;"),
        (404, "NoSuchBucket", "there is no bucket bucket\n  create it, or correct its name"),
        (400, "IllegalLocationConstraintException", "bucket is in another region\n  set AWS_REGION"),
        (507, "QuotaExceeded", "the storage of s3://bucket/x is full\n"),
        (403, "RequestTimeTooSkewed", "refuses this machine's time\n"),
        (503, "SlowDown", "s3://bucket/x does not answer:"),
        (418, "Teapot", "s3://bucket/x refused a request:"),
    ],
)
def test_a_refusal_is_a_sentence(
    digest: Path, refusing: type[_Refusing], status: int, code: str, sentence: str
) -> None:
    refusing.status, refusing.code = status, code
    environment = s3_environment(refusing.address) | {"AWS_MAX_ATTEMPTS": "2"}
    assert sentence in refusal(digest, "s3://bucket/x", environment=environment)
    assert sum("manifest" in path for path in refusing.requests) == (2 if status == 503 else 1)


def test_wrong_credentials_are_one_sentence(digest: Path, bucket: Bucket, target: str, s3_address: str) -> None:
    published(digest, target, environment=bucket.environment)
    change(digest)
    url = f"{s3_address}/moto-api/reset-auth"
    urlopen(Request(url, data=b"0", headers=RAW, method="POST")).close()  # from now on, keys are checked
    try:
        message = refusal(digest, target, environment={**bucket.environment, "AWS_ACCESS_KEY_ID": "wrong"})
    finally:
        urlopen(Request(url, data=b"1000000000", headers=RAW, method="POST")).close()
    assert message.startswith(f"digestif: {target} refuses the credentials\n  check AWS_ACCESS_KEY_ID and ")
    assert message.count("\n") == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, "there are no credentials for s3://bucket"),
        ({"AWS_PROFILE": "missing"}, "profile (missing) could not be found"),
        ({"AWS_ENDPOINT_URL": "nonsense"}, "the settings of S3 are not valid"),
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}, "could not reach the host of s3://bucket"),
    ],
)
def test_settings_that_are_wrong_or_missing(digest: Path, changes: dict[str, str], sentence: str) -> None:
    environment = s3_environment("http://127.0.0.1:1") | {"AWS_MAX_ATTEMPTS": "1"} | changes
    environment = {name: value for name, value in environment.items() if value}
    assert sentence in refusal(digest, "s3://bucket", environment=environment)


def test_without_the_extra_the_message_says_how_to_install_it(digest: Path, tmp_path: Path) -> None:
    hiding = tmp_path / "hiding" / "botocore"
    hiding.mkdir(parents=True)
    (hiding / "__init__.py").write_text("raise ImportError")
    root = Path(__file__).parents[2]
    environment = os.environ | {"PYTHONPATH": f"{hiding.parent}:{root}"}
    done = subprocess.run(
        [sys.executable, "-m", "generator", "publish", "s3://bucket"], cwd=digest, env=environment, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == (
        "digestif: publishing to S3 needs botocore, which is not installed\n  run: pip install 'digestif[publish]'\n"
    )


def test_a_bucket_that_does_not_exist(digest: Path, bucket: Bucket) -> None:
    message = refusal(digest, "s3://missing-bucket", environment=bucket.environment)
    assert message.startswith("digestif: there is no bucket missing-bucket\n")
    with pytest.raises(HTTPError):
        urlopen(Request(f"{bucket.url}/nothing", headers=SIGNED))
