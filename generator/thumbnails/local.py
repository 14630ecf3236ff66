"""Thumbnails of a site's own pictures, content/images/: made when they are needed, without a network."""

from __future__ import annotations

from collections.abc import Sequence

from generator.errors import DigestifError, Place, Problem
from generator.files.folder import Folder
from generator.thumbnails.cache import ThumbnailCache, name_of_content
from generator.thumbnails.formats import PictureError, check_file
from generator.thumbnails.resizing import resize_picture
from generator.thumbnails.thumbnail import Thumbnail, make_thumbnail
from generator.thumbnails.wanted import WantedPicture


def local_thumbnail(site: Folder, cache: ThumbnailCache, wanted: WantedPicture) -> tuple[Thumbnail | None, str]:
    """Return the thumbnail of a file of the site, and its name in the cache; None for a file that does not exist.

    Raises PictureError for a file that is no picture, and DigestifError for a link, or where Pillow is needed and not
    installed.
    """
    content = site.read(wanted.address)
    if content is None:
        return None, ""
    check_file(content, name=wanted.address)
    name = name_of_content(content)
    cached = cache.read(name)
    if cached is None:
        resized = resize_picture(content)
        cached = make_thumbnail(resized)
        if resized != content:
            cache.write(name, resized)
    return cached, name


def picture_problem(wanted: WantedPicture, found: str, fix: str) -> Problem:
    """Return the problem of a picture, at the place that names it."""
    place = Place(file=wanted.file)
    return Problem(place=place, code="image", field=wanted.field, found=found, fix=fix)


def make_local_thumbnails(
    site: Folder, cache: ThumbnailCache, pictures: Sequence[WantedPicture]
) -> tuple[dict[str, Thumbnail], tuple[Problem, ...]]:
    """Return the thumbnails of files of the site by path, and a problem for each file that has none."""
    made: dict[str, Thumbnail] = {}
    problems: list[Problem] = []
    for wanted in pictures:
        if not wanted.is_local or wanted.address in made:
            continue
        try:
            thumbnail, _ = local_thumbnail(site, cache, wanted)
        except PictureError as error:
            problems.append(picture_problem(wanted, f"{wanted.address} {error.found}", error.fix))
        except DigestifError as error:
            problems.append(picture_problem(wanted, f"{wanted.address}: {error.message}", error.fix))
        else:
            if thumbnail is None:
                problems.append(picture_problem(wanted, f"{wanted.address} does not exist", "add the file"))
            else:
                made[wanted.address] = thumbnail
    return made, tuple(problems)
