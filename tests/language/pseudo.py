"""A site in which every Latin letter that is left is a word of the program without a translation.

Records, topics and settings have Cyrillic letters in place of Latin ones, the language is Chinese, whose dates have no
Latin letters, and its catalog has Chinese characters in place of the letters of each message.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from babel.messages.catalog import Catalog

from generator.language.languages import Language
from tests.tools.catalogs import extract_messages

ROOT = Path(__file__).parent.parent.parent
LANGUAGE = "zh"
_KEPT = re.compile(r"(%\(\w+\)s|<[^>]*>|&\w+;)")
_LATIN = re.compile(r"[A-Za-zÀ-ÿ]")
_MASKED = {
    "ai_summary",
    "summary",
    "title",
    "abstract",
    "name",
    "description",
    "venue",
    "affiliation",
    "comment",
    "note",
}


def masked_text(text: str) -> str:
    """Return a text with a Cyrillic letter for each Latin one."""
    return _LATIN.sub(lambda found: chr(0x430 + ord(found[0].lower()) % 32), text)


def pseudo_catalog(language: Language) -> Catalog:
    """Return a catalog with a Chinese character for each letter of a message, except in names of formats and sites."""
    made = Catalog(locale=language.locale)
    for message in extract_messages():
        if message.id:
            first = message.id if isinstance(message.id, str) else message.id[-1]
            text = "".join(
                part if index % 2 else _LATIN.sub("文", part) for index, part in enumerate(_KEPT.split(first))
            )
            made.add(message.id, text if isinstance(message.id, str) else (text,), context=message.context)
    return made


def write_masked_digest(folder: Path, *, days: int = 4) -> None:
    """Write a digest with the papers of the newest days of this repository."""
    config = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    config |= {"site_name": "Журнал", "site_description": "Статьи дня"}
    config["extra"]["digestif"] |= {"curator": "Редакция", "map": False}
    config["theme"]["language"] = LANGUAGE
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    (folder / "docs").mkdir()
    (folder / "docs" / "about.md").write_text("# Обзор\n\nТекст.\n", encoding="utf-8")
    topics = yaml.safe_load((ROOT / "content" / "topics.yaml").read_text(encoding="utf-8"))
    _write(folder / "content" / "topics.yaml", {key: _masked(topic) | {"aliases": []} for key, topic in topics.items()})
    sources = sorted((ROOT / "content" / "sources").glob("*/20*.json"), key=lambda file: file.stem)[-days:]
    for file in sources:
        target = folder / file.relative_to(ROOT)
        _write(target, _masked(json.loads(file.read_text(encoding="utf-8"))), json.dumps)
    listed = {file.stem for file in sources}
    for file in sorted((ROOT / "content" / "papers").rglob("*.yaml")):
        record = yaml.safe_load(file.read_text(encoding="utf-8"))
        if str(record["date"]) in listed:
            _write(
                folder / file.relative_to(ROOT), _masked(record) | {"topics": list(topics)[: 1 + len(file.stem) % 3]}
            )


def _masked(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _masked(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [_masked(each, "name" if key == "authors" and isinstance(each, str) else key) for each in value]
    return masked_text(value) if key in _MASKED and isinstance(value, str) else value


def _yaml(value: Any) -> str:
    return str(yaml.safe_dump(value, allow_unicode=True, sort_keys=False))


def _write(path: Path, value: Any, written: Callable[[Any], str] = _yaml) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(written(value), encoding="utf-8")
