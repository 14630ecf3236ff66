"""A cached value is used only where this user's own runs of this program wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.files import cache as cache_module
from generator.files.cache import KEY_VARIABLE, Cache
from generator.files.folder import Folder


@pytest.fixture(autouse=True)
def fresh_key(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
    cache_module._user_key.cache_clear()


def test_a_value_comes_back(tmp_path: Path) -> None:
    cache = Cache(Folder(tmp_path), ".digestif/cache")
    cache.write("pages", b"value")
    assert cache.read("pages") == b"value"
    assert cache.read("topics") is None
    cache.remove("pages")
    assert cache.read("pages") is None


@given(place=st.integers(0, 68), bit=st.integers(0, 7))
def test_one_changed_bit_anywhere_makes_it_missing(
    tmp_path_factory: pytest.TempPathFactory, place: int, bit: int
) -> None:
    folder = Folder(tmp_path_factory.mktemp("site"))
    cache = Cache(folder, "cache")
    cache.write("pages", b"value")
    raw = bytearray(folder.read("cache/pages") or b"")
    assert len(raw) == 69
    raw[place] ^= 1 << bit
    folder.write("cache/pages", bytes(raw))
    assert cache.read("pages") is None


def test_a_value_under_another_name_is_missing(tmp_path: Path) -> None:
    cache = Cache(Folder(tmp_path), "cache")
    cache.write("pages", b"value")
    Folder(tmp_path).move("cache/pages", "cache/topics")
    assert cache.read("topics") is None


def test_a_cache_from_another_user_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(Folder(tmp_path), "cache")
    cache.write("pages", b"value")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "other"))
    cache_module._user_key.cache_clear()
    assert cache.read("pages") is None


def test_a_cache_of_another_program_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(Folder(tmp_path), "cache")
    cache.write("pages", b"value")
    monkeypatch.setattr(cache_module, "program_hash", lambda: "another")
    assert cache.read("pages") is None


def test_the_key_is_private_and_can_be_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    cache = Cache(Folder(tmp_path), "cache")
    cache.write("pages", b"value")
    assert (tmp_path / "state/digestif/cache-key").stat().st_mode & 0o077 == 0
    monkeypatch.setenv(KEY_VARIABLE, "a secret of the build server")
    cache_module._user_key.cache_clear()
    assert cache.read("pages") is None
    cache.write("pages", b"value")
    assert cache.read("pages") == b"value"


def test_a_link_in_place_of_the_cache_is_missing(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "cache").symlink_to(tmp_path / "other")
    cache = Cache(Folder(tmp_path), "cache")
    assert cache.read("pages") is None
