"""Checks between records and content/images/: a picture that a record names exists, and one that exists is named."""

from __future__ import annotations

from collections.abc import Iterator

from generator.errors import Place, Problem
from generator.store.content import CONTENT_FOLDER, Content
from generator.text.addresses.pictures import PICTURES

_FOLDER = f"{CONTENT_FOLDER}/{PICTURES}"


def check_pictures(content: Content) -> Iterator[Problem]:
    """Report records with a picture that does not exist, and pictures that no record names."""
    named: set[str] = set()
    for record in content.records:
        image = record.paper.image
        if image is None or not image.startswith(PICTURES):
            continue
        file = f"{CONTENT_FOLDER}/{image}"
        named.add(file)
        if file not in content.hashes:
            fix = "add the file, or correct its name"
            yield Problem(
                place=Place(file=record.file), code="picture-missing", field="image", found=f"no file {file}", fix=fix
            )
    for file in sorted(content.hashes):
        if file.startswith(_FOLDER) and file not in named and not file.endswith((".md", ".gitkeep")):
            found = "no record names this picture"
            fix = f"delete it, or name it in a record: image: {file.removeprefix(f'{CONTENT_FOLDER}/')}"
            yield Problem(place=Place(file=file), code="picture-unused", found=found, fix=fix, severity="suggestion")
