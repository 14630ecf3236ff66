"""A bucket of Amazon S3 or of a compatible service as a target, with botocore.

It is the core of boto3, and reads what users of S3 have set up already: the variables AWS_ACCESS_KEY_ID,
AWS_SECRET_ACCESS_KEY, AWS_PROFILE, AWS_REGION and AWS_ENDPOINT_URL, profiles in ~/.aws, single sign-on, roles of
machines and of workflows. It also has the retries: of errors of the network and the service, with growing waits.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from generator.errors import DigestifError
from generator.fetching.client import Clock
from generator.files.folder import Folder
from generator.publishing.file_kinds import cache_control, content_type, headers_version
from generator.publishing.manifest import OWN_FOLDER
from generator.publishing.plan import ListedFile, Listing
from generator.publishing.targets.leased import Stored, hold_lease
from generator.publishing.targets.s3_errors import error_code, explain_s3_error
from generator.publishing.targets.target import Advance, SiteFile, read_site_file

_ATTEMPTS = 6
_CONNECT_SECONDS = 20
_READ_SECONDS = 60
_THREADS = 8
#: Requests that wait for a thread: few, so that a run that fails or is stopped ends soon.
_QUEUED = 4 * _THREADS
_MISSING = {"NoSuchKey", "404", "NotFound"}
_OTHER_VERSION = {"PreconditionFailed", "ConditionalRequestConflict", "412", "409"}
#: Of services without conditional writes.
_NOT_CONDITIONAL = {"NotImplemented", "501", "InvalidArgument", "InvalidRequest"}


class S3Target:
    """The objects of a bucket below a prefix. Each upload is complete or did not happen, and is checked by its MD5."""

    def __init__(self, site: Folder, bucket: str, prefix: str, *, shown: str) -> None:
        self._site = site
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""
        self._shown = shown
        self._client = _make_client(shown)
        self.headers = headers_version()

    def exclusive(self, clock: Clock, *, take_over: bool) -> AbstractContextManager[Advance]:
        """Hold a lease, written only if no one else wrote it meanwhile, where the service can compare that."""
        return hold_lease(self, clock, shown=self._shown, take_over=take_over)

    def read(self, path: str) -> bytes | None:
        """Return an object, or None where there is none."""
        found = self.get(path)
        return found.content if found else None

    def write(self, path: str, content: bytes) -> None:
        """Write one of Digestif's own objects, which no cache may keep."""
        with self._explained():
            self._put(path, content, ContentType="application/json", CacheControl="no-store")

    def list_files(self) -> Listing:
        """Return all objects below the prefix, a thousand with each request."""
        found: dict[str, ListedFile] = {}
        own = f"{self._prefix}{OWN_FOLDER}/"
        with self._explained():
            for page in self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=self._prefix
            ):
                for item in page.get("Contents", ()):
                    if not item["Key"].startswith(own):
                        path = item["Key"].removeprefix(self._prefix)
                        found[path] = ListedFile(size=item["Size"], tag=item["ETag"].strip('"'))
        return Listing(files=found)

    def find_equal(self, files: Sequence[SiteFile], listed: Mapping[str, ListedFile]) -> set[str]:
        """Return the paths of files whose MD5 is the ETag; with some kinds of encryption it never is."""
        return {
            file.path
            for file in files
            if hashlib.md5(read_site_file(self._site, file), usedforsecurity=False).hexdigest() == listed[file.path].tag
        }

    def prepare(self, files: Sequence[SiteFile], advance: Advance) -> None:
        """Do nothing: an object is visible as soon as it is complete."""

    def upload(self, files: Sequence[SiteFile], advance: Advance) -> dict[str, str]:
        """Upload files, eight at a time. Returns their ETags."""
        tags: dict[str, str] = {}

        def upload_one(file: SiteFile) -> None:
            path = file.path
            tags[path] = self._put(
                path, read_site_file(self._site, file), ContentType=content_type(path), CacheControl=cache_control(path)
            )

        self._for_each(upload_one, files, advance)
        return tags

    def remove(self, paths: Sequence[str], advance: Advance) -> None:
        """Delete objects one by one: not all compatible services accept requests to delete several."""
        self._for_each(self._delete, paths, advance)

    def clean_up(self) -> None:
        """Do nothing: there are no temporary objects."""

    def get(self, path: str) -> Stored | None:
        """Return an object and its ETag."""
        with self._explained():
            try:
                answer = self._client.get_object(Bucket=self._bucket, Key=self._key(path))
                return Stored(answer["Body"].read(), answer["ETag"])
            except self._client.exceptions.ClientError as error:
                if error_code(error) in _MISSING:
                    return None
                raise

    def replace(self, path: str, content: bytes, version: str) -> bool:
        """Write an object if its ETag is still that one; a service that cannot compare writes it in any case."""
        condition = {"IfMatch": version} if version else {"IfNoneMatch": "*"}
        with self._explained():
            try:
                self._put(path, content, CacheControl="no-store", **condition)
            except self._client.exceptions.ClientError as error:
                if error_code(error) in _OTHER_VERSION:
                    return False
                if error_code(error) not in _NOT_CONDITIONAL:
                    raise
                self._put(path, content, CacheControl="no-store")
        return True

    def discard(self, path: str) -> None:
        """Delete an object."""
        with self._explained():
            self._delete(path)

    def _put(self, path: str, content: bytes, **headers: str) -> str:
        digest = hashlib.md5(content, usedforsecurity=False).digest()
        answer = self._client.put_object(
            Bucket=self._bucket,
            Key=self._key(path),
            Body=content,
            ContentMD5=base64.b64encode(digest).decode(),
            **headers,
        )
        return str(answer["ETag"]).strip('"')

    def _delete(self, path: str) -> None:
        self._client.delete_object(Bucket=self._bucket, Key=self._key(path))

    def _key(self, path: str) -> str:
        return f"{self._prefix}{path}"

    def _for_each(self, function: Callable[[Any], None], items: Sequence[Any], advance: Advance) -> None:
        """Call a function for all items in several threads; the first error stops what has not begun."""
        waiting = iter(items)
        running: set[Future[None]] = set()
        with self._explained(), ThreadPoolExecutor(_THREADS) as threads:
            try:
                while True:
                    for item in waiting:
                        running.add(threads.submit(function, item))
                        if len(running) >= _QUEUED:
                            break
                    if not running:
                        return
                    done, running = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        future.result()
                        advance()
            except BaseException:
                threads.shutdown(cancel_futures=True)
                raise

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn errors of botocore into sentences about the target."""
        try:
            yield
        except DigestifError:
            raise
        except Exception as error:
            explained = explain_s3_error(error, bucket=self._bucket, shown=self._shown)
            if explained is None:
                raise
            raise explained from error


def _make_client(shown: str) -> Any:
    """Return a client with the user's own settings. Raises DigestifError without botocore."""
    try:
        import botocore.session
        from botocore.config import Config
    except ImportError as error:
        raise DigestifError(
            "publishing to S3 needs botocore, which is not installed", fix="run: pip install 'digestif[publish]'"
        ) from error
    try:
        session = botocore.session.get_session()
        config = Config(
            connect_timeout=_CONNECT_SECONDS,
            read_timeout=_READ_SECONDS,
            max_pool_connections=_THREADS,
            retries={
                "mode": session.get_config_variable("retry_mode") or "standard",
                "total_max_attempts": session.get_config_variable("max_attempts") or _ATTEMPTS,
            },
            # Checksums of Amazon's own kinds are refused by some compatible services; each upload has its MD5.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            user_agent_extra="digestif",
        )
        return session.create_client("s3", config=config)
    except Exception as error:
        explained = explain_s3_error(error, bucket="", shown=shown)
        if explained is None:
            raise
        raise explained from error
