"""Pictures become small WebP files; what is no picture, or too large to decode, is refused with its reason."""

from __future__ import annotations

import contextlib
import io
import struct

import pytest
from PIL import Image

from generator.thumbnails.formats import MAX_THUMBNAIL_BYTES, PictureError, check_file, read_header, read_thumbnail
from generator.thumbnails.resizing import resize_picture
from generator.thumbnails.thumbnail import make_thumbnail
from tests.thumbnails.pictures import HTML, SVG, encoded, figure, noise, png_of_size

MODES = {
    "png": (noise(), "PNG"),
    "jpeg": (noise(), "JPEG"),
    "jpeg-for-print": (noise().convert("CMYK"), "JPEG"),
    "gif": (noise().convert("P"), "GIF"),
    "webp": (noise(), "WEBP"),
    "grey-of-16-bits": (Image.new("I;16", (500, 400), 30_000), "PNG"),
    "grey-with-alpha": (noise().convert("LA"), "PNG"),
    "black-and-white": (noise().convert("1"), "PNG"),
}


@pytest.mark.parametrize(("picture", "kind"), MODES.values(), ids=MODES)
def test_every_kind_of_picture_becomes_a_small_webp(picture: Image.Image, kind: str) -> None:
    thumbnail = resize_picture(encoded(picture, kind))
    header = read_thumbnail(thumbnail)
    assert (header.format, len(thumbnail) <= MAX_THUMBNAIL_BYTES) == ("WEBP", True)
    assert abs(header.width / header.height - picture.width / picture.height) < 0.02


def test_the_same_picture_gives_the_same_bytes_and_a_thumbnail_stays_as_it_is() -> None:
    thumbnail = resize_picture(figure())
    assert resize_picture(figure()) == thumbnail
    assert resize_picture(thumbnail) == thumbnail
    made = make_thumbnail(thumbnail)
    assert (made.width, made.height) == (160, 100)
    assert made.path.startswith("assets/thumbnails/")


@pytest.mark.parametrize(("width", "height"), [(1_920, 320), (64, 65), (333, 999), (70, 70), (3_001, 2_999)])
def test_pictures_of_every_shape_have_an_even_size(width: int, height: int) -> None:
    header = read_thumbnail(resize_picture(encoded(noise(width, height), "PNG")))
    assert (header.width % 2, header.height % 2) == (0, 0)
    assert 0 < header.width <= min(320, width)
    assert 0 < header.height <= min(240, height)


def test_transparent_parts_become_white() -> None:
    clear = Image.new("RGBA", (400, 300), (255, 0, 0, 0))
    with Image.open(io.BytesIO(resize_picture(encoded(clear, "PNG")))) as picture:
        assert picture.convert("RGB").getpixel((10, 10)) == (255, 255, 255)


def test_metadata_is_removed_and_the_orientation_kept() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "secret place"
    thumbnail = resize_picture(encoded(noise(400, 200), "JPEG", exif=exif.tobytes()))
    header = read_thumbnail(thumbnail)
    assert header.height > header.width
    assert b"secret" not in thumbnail
    with_metadata = encoded(Image.new("RGB", (300, 200)), "WEBP", exif=exif.tobytes())
    with pytest.raises(PictureError, match="other parts than a picture"):
        read_thumbnail(with_metadata)
    assert b"secret" not in resize_picture(with_metadata)


def test_only_the_first_frame_of_an_animation_is_used() -> None:
    frames = [Image.new("RGB", (200, 200), colour) for colour in ("red", "blue")]
    for kind in ("GIF", "WEBP"):
        thumbnail = resize_picture(encoded(frames[0], kind, save_all=True, append_images=frames[1:]))
        with Image.open(io.BytesIO(thumbnail)) as picture:
            red, _, blue = picture.convert("RGB").getpixel((50, 50))  # type: ignore[misc]
            assert red > 200 > 50 > blue


REFUSED = {
    "svg": (SVG, "is an SVG drawing, not a picture"),
    "html": (HTML, "is an HTML page, not a picture"),
    "pdf": (b"%PDF-1.7", "is a PDF, not a picture"),
    "git-lfs": (b"version https://git-lfs.github.com/spec/v1", "is a pointer of Git LFS, not a picture"),
    "empty": (b"", "is empty, not a picture"),
    "tiff": (b"II*\x00aaaaaaa", "is something else, not a picture"),
    "bomb": (png_of_size(30_000, 30_000, rows=100), "has 30,000 × 30,000 pixels"),
    "long": (png_of_size(20_000, 100), "has 20,000 × 100 pixels"),
    "pixel": (png_of_size(1, 1, rows=1), "has 1 × 1 pixels, which is too small or too narrow"),
    "line": (png_of_size(3_000, 70), "has 3,000 × 70 pixels, which is too small or too narrow"),
    "png-without-rows": (png_of_size(800, 600), "is damaged"),
    "cut-png": (figure()[:900], "is damaged"),
    "cut-jpeg": (encoded(noise(), "JPEG")[:5_000], "is damaged"),
    "cut-header": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00", "is cut off"),
    "cut-marker": (b"\xff\xd8\xff\xe0\x00", "is cut off"),
    "no-frame": (b"\xff\xd8\xff\xe0\x00\x10" + bytes(40), "is a damaged JPEG"),
    "no-chunk": (b"RIFF\x00\x00\x00\x00WEBPXXXX" + bytes(40), "is a damaged WebP"),
    "png-name-on-zip": (b"PK\x03\x04" + bytes(30), "is a ZIP archive, not a picture"),
}


@pytest.mark.parametrize(("raw", "found"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_picture_is_refused_with_a_reason(raw: bytes, found: str) -> None:
    with pytest.raises(PictureError) as caught:
        resize_picture(raw)
    assert caught.value.found.startswith(found)
    assert caught.value.fix


def test_a_picture_that_says_a_smaller_size_than_it_has_is_refused_by_the_decoder_or_fits() -> None:
    """The header is checked before the decoder starts; the decoder must not find another size."""
    large = bytearray(png_of_size(30_000, 30_000, rows=200))
    large[16:24] = struct.pack(">II", 800, 600)
    with pytest.raises(PictureError, match="is damaged"):
        resize_picture(bytes(large))


def test_a_file_has_the_ending_of_its_format_and_a_limited_size() -> None:
    check_file(figure(), name="content/images/a.png")
    with pytest.raises(PictureError, match="is a picture in PNG") as caught:
        check_file(figure(), name="content/images/a.jpg")
    assert caught.value.fix == "rename it so that its name ends in .png"
    with pytest.raises(PictureError, match=r"has 9\.0 MB"):
        check_file(figure() + bytes(9 * 1024**2), name="content/images/a.png")


@pytest.mark.parametrize("place", range(0, 64, 5))
def test_no_damage_of_a_header_ends_in_a_traceback(place: int) -> None:
    for raw in (figure(), encoded(noise(200, 100), "JPEG"), encoded(noise(200, 100), "WEBP"), encoded(noise(), "GIF")):
        for value in (0x00, 0x7F, 0xFF):
            damaged = raw[:place] + bytes([value]) + raw[place + 1 :]
            for each in (damaged, damaged[: place + 1]):
                with contextlib.suppress(PictureError):
                    assert read_header(each).width >= 64
