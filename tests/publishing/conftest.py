"""Targets on this machine: a folder, a server of S3, a server of rsync, a server of SSH."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from getpass import getuser
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.publishing.servers import free_port, run_server, s3_server
from tests.publishing.sites import make_site


@pytest.fixture
def digest(tmp_path: Path) -> Path:
    return make_site(tmp_path / "digest")


@dataclass(frozen=True)
class Bucket:
    """A bucket on a local server: its address there, and the environment of programs that use it."""

    url: str
    environment: Mapping[str, str]


@pytest.fixture(scope="session")
def s3_address() -> Iterator[str]:
    with s3_server() as address:
        yield f"http://{address}"


@pytest.fixture
def bucket(s3_address: str, tmp_path: Path) -> Bucket:
    """An empty bucket named after the test's folder, which no other test has."""
    url = f"{s3_address}/{bucket_name(tmp_path)}"
    urlopen(Request(url, method="PUT")).close()
    return Bucket(url=url, environment=s3_environment(s3_address))


def bucket_name(folder: Path) -> str:
    return f"digest-{''.join(filter(str.isalnum, folder.name)).lower()[:40]}"


def s3_environment(address: str) -> dict[str, str]:
    """Return an environment without this machine's own settings of S3."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return ours | {
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_ENDPOINT_URL": address,
        "AWS_CONFIG_FILE": "/nonexistent",
        "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent",
        "AWS_EC2_METADATA_DISABLED": "true",
    }


@dataclass(frozen=True)
class RsyncServer:
    """A server of rsync with the modules www (its folder), read-only and secret."""

    address: str
    folder: Path


@pytest.fixture
def rsync_server(tmp_path: Path) -> Iterator[RsyncServer]:
    rsync = shutil.which("rsync")
    if rsync is None:
        pytest.skip("rsync is not installed; on Debian: apt install rsync")
    folder, port = tmp_path / "www", free_port()
    folder.mkdir()
    (tmp_path / "secrets").write_text("ada:right\n")
    (tmp_path / "secrets").chmod(0o600)
    identity = f"uid = {os.getuid()}\ngid = {os.getgid()}\n" if os.getuid() == 0 else ""
    (tmp_path / "rsyncd.conf").write_text(
        f"use chroot = no\n{identity}pid file = {tmp_path}/rsyncd.pid\nlog file = {tmp_path}/rsyncd.log\n"
        f"[www]\npath = {folder}\nread only = no\n"
        f"[read-only]\npath = {folder}\nread only = yes\n"
        f"[secret]\npath = {folder}\nread only = no\nauth users = ada\nsecrets file = {tmp_path}/secrets\n"
    )
    config = f"--config={tmp_path}/rsyncd.conf"
    with run_server([rsync, "--daemon", "--no-detach", "--address=127.0.0.1", f"--port={port}", config], port):
        yield RsyncServer(address=f"rsync://127.0.0.1:{port}", folder=folder)


@pytest.fixture
def ssh_environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of programs that reach this machine as the host "digest-host" with SSH."""
    sshd = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:/sbin")
    if sshd is None:
        pytest.skip("no server of SSH is installed; on Debian: apt install openssh-server")
    port = free_port()
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / name], check=True)
    shutil.copy(tmp_path / "user.pub", tmp_path / "authorized_keys")
    (tmp_path / "sshd_config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {tmp_path}/host\n"
        f"AuthorizedKeysFile {tmp_path}/authorized_keys\nPidFile {tmp_path}/sshd.pid\n"
        "StrictModes no\nPasswordAuthentication no\nUsePAM no\nPermitRootLogin yes\n"
    )
    known = (tmp_path / "host.pub").read_text()
    (tmp_path / "known_hosts").write_text(f"[127.0.0.1]:{port} {known}")
    (tmp_path / "ssh_config").write_text(
        f"Host digest-host\nHostName 127.0.0.1\nPort {port}\nUser {getuser()}\nIdentityFile {tmp_path}/user\n"
        f"IdentitiesOnly yes\nIdentityAgent none\nUserKnownHostsFile {tmp_path}/known_hosts\nBatchMode yes\n"
    )
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where a server that runs as root wants it
    with run_server([sshd, "-D", "-e", "-f", str(tmp_path / "sshd_config")], port):
        yield {**os.environ, "RSYNC_RSH": f"ssh -F {tmp_path}/ssh_config"}
