"""The program that decodes one picture, in a process of its own: a picture on stdin in, a WebP thumbnail on stdout out.

It is started by ``resizing.py`` with the picture's format and imports nothing of Digestif. Its limits of memory, time
and files hold before it reads the first byte, so a picture that exploits or exhausts a decoder only ends this process.
"""

from __future__ import annotations

import contextlib
import io
import resource
import sys
from typing import Any

_MEMORY = 1024 * 1024 * 1024
_SECONDS = 20
#: Exit code for a picture that cannot be decoded; Python itself ends with 1 or 2.
NO_PICTURE = 3
#: Quality and share of the size, from best to smallest: the first that is small enough is taken.
_STEPS = (*((quality, 1.0) for quality in (82, 72, 62, 50, 38)), (50, 0.75), (35, 0.75), (40, 0.5), (20, 0.5), (0, 0.4))


def limit_process() -> None:
    """Limit memory, processor time and files of this process; macOS has no limit of memory."""
    for kind, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def resize(raw: bytes, *, kind: str, width: int, height: int, most_bytes: int) -> bytes:
    """Return the first frame of a picture as a WebP that fits into a box and has at most so many bytes.

    Transparent parts become white: figures are drawn for white paper. Colour profiles, EXIF and all other metadata are
    not written. A picture is never enlarged.
    """
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # the caller has checked the size, and the process has a limit of memory
    with Image.open(io.BytesIO(raw), formats=[kind]) as opened:
        opened.draft("RGB", (2 * width, 2 * height))
        picture = _eight_bits(ImageOps.exif_transpose(opened))
    scale = min(width / picture.width, height / picture.height, 1.0)
    picture = picture.resize(_even_size(picture, scale), Image.Resampling.LANCZOS, reducing_gap=3.0)
    flat = Image.new("RGB", picture.size, "white")
    flat.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    for quality, share in _STEPS:
        smaller = flat if share == 1.0 else flat.resize(_even_size(flat, share), Image.Resampling.LANCZOS)
        file = io.BytesIO()
        smaller.save(file, "WEBP", quality=quality, method=6)
        if file.tell() <= most_bytes:
            return file.getvalue()
    raise ValueError("the picture cannot be made small enough")


def _even_size(picture: Any, scale: float) -> tuple[int, int]:
    """Return the scaled size in even numbers: pages show half of it, and must know its exact shape before it loads."""
    width, height = (max(2, int(side * scale + 0.01) // 2 * 2) for side in picture.size)
    return width, height


def _eight_bits(picture: Any) -> Any:
    """Return a picture of any mode as RGB, or as RGBA if it has transparent parts."""
    if picture.mode.startswith("I"):  # 16 bits of grey
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def main() -> int:
    """Resize the picture on stdin as the arguments say: format, width, height, bytes."""
    kind, width, height, most_bytes = sys.argv[1:]
    import PIL.GifImagePlugin
    import PIL.JpegImagePlugin
    import PIL.PngImagePlugin
    import PIL.WebPImagePlugin  # noqa: F401 - with the limits, no file can be opened for writing

    limit_process()
    try:
        content = resize(
            sys.stdin.buffer.read(), kind=kind, width=int(width), height=int(height), most_bytes=int(most_bytes)
        )
    except MemoryError:
        sys.stderr.write("needs too much memory")
        return NO_PICTURE
    except Exception as error:  # whatever a decoder raises, the picture is damaged
        sys.stderr.write(f"is damaged ({type(error).__name__})")
        return NO_PICTURE
    sys.stdout.buffer.write(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
