"""A certificate that the program trusts, and a clock that moves only when something waits."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
import trustme

from tests.fetching.local_server import FakeTime


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """The file of a certificate authority, and the context of a server at localhost that it certified."""
    authority = trustme.CA()
    file = tmp_path_factory.mktemp("authority") / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    return file, context


@pytest.fixture
def certificate(authority: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """The context of a server whose certificate this process trusts."""
    file, context = authority
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return context
