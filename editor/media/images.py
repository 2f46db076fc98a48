"""Pictures: read with limits, put upright, freed of metadata, made smaller. All of it works on bytes in memory."""

import struct
from dataclasses import dataclass
from io import BytesIO
from threading import BoundedSemaphore

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from editor.media.containers import Container, Malformed, TooManyScans, read_container
from editor.media.problems import Refused, count_text

WEB_PIXELS = 1600
THUMB_PIXELS = 320
MAX_SIDE = 30_000
MAX_FRAMES = 2_000
_ALL_FRAMES_FACTOR = 10
_LOSSLESS_MAX_BYTES = 1_000_000
_JPEG_QUALITY = 92
_WEBP_QUALITY = 84
_UPRIGHT = 1
_ORIENTATION = 0x0112

# What Pillow would warn about is refused here, by the headers alone, before Pillow sees it.
Image.MAX_IMAGE_PIXELS = None
_UNSOUND = (
    *(OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError, IndexError, OverflowError, struct.error),
    Image.DecompressionBombError,
)
decoding = BoundedSemaphore(2)
"""One picture can take four bytes for each pixel twice, and its file's bytes twice: not many at the same time in one
process. To be held from before a picture is read out of the store until its bytes aren't needed any more."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A sound picture, as it will be kept."""

    content: bytes
    width: int
    height: int
    is_animated: bool


def read_picture(data: bytes) -> Picture:
    """The picture without metadata, upright. Raises Refused: too large, or not sound."""
    container = _read_within_limits(data)
    try:
        return _upright(data, container)
    except _UNSOUND as problem:
        raise _broken() from problem


def smaller(content: bytes, longest: int) -> bytes | None:
    """A WebP with no side over `longest`; None where the picture is small enough as it is.

    Of an animation it is the first frame. Raises Refused for what was never checked.
    """
    container = _read_within_limits(content)
    if max(container.width, container.height) <= longest:
        return None
    with Image.open(BytesIO(content), formats=[container.format]) as image:
        profile = image.info.get("icc_profile") if image.mode in {"RGB", "RGBA", "P"} else None
        image.draft(None, (longest, longest))
        shrunk = ImageOps.contain(_in_colors_of_webp(image), (longest, longest), Image.Resampling.LANCZOS)
        return _as_webp(shrunk, profile, is_photo=container.format == "JPEG")


def _read_within_limits(data: bytes) -> Container:
    try:
        container = read_container(data)
    except TooManyScans as problem:
        raise Refused(
            "too-many-scans",
            _("This picture is built up in too many steps. Save it again in another program and try again."),
            422,
        ) from problem
    except Malformed as problem:
        raise _broken() from problem
    if container is None or not (container.width and container.height and container.frames):
        raise _broken()
    most = settings.MEDIA["max_image_pixels"]
    pixels = container.width * container.height
    if pixels > most or max(container.width, container.height) > MAX_SIDE:
        raise _too_many_pixels(container, most)
    if container.frames > MAX_FRAMES or container.frames * pixels > most * _ALL_FRAMES_FACTOR:
        said = _("This animation is too large: {frames} frames.").format(frames=count_text(container.frames))
        raise Refused("too-many-pixels", said, 422)
    return container


def _too_many_pixels(container: Container, most: int) -> Refused:
    said = _(
        "This picture has {width} by {height} pixels. {most} million are allowed: make it smaller and try again."
    ).format(width=count_text(container.width), height=count_text(container.height), most=most // 1_000_000)
    return Refused("too-many-pixels", said, 422)


def _upright(data: bytes, container: Container) -> Picture:
    """Decodes the picture, of an animation the first frame, so that a broken one is found now."""
    is_animated = container.frames > 1
    with Image.open(BytesIO(data), formats=[container.format]) as image:
        orientation = image.getexif().get(_ORIENTATION, _UPRIGHT)
        if image.size != (container.width, container.height):
            raise _broken()
        if orientation != _UPRIGHT and orientation in range(2, 9) and not is_animated:
            turned = ImageOps.exif_transpose(image)
            return Picture(_written(turned, image), turned.width, turned.height, is_animated=False)
    with Image.open(BytesIO(container.content), formats=[container.format]) as image:
        image.load()
    return Picture(container.content, container.width, container.height, is_animated)


def _written(turned: Image.Image, before: Image.Image) -> bytes:
    """In the format it had, with its colour profile and nothing else."""
    written = BytesIO()
    profile = before.info.get("icc_profile")
    turned.info = {key: value for key, value in turned.info.items() if key == "transparency"}
    options = {"quality": _JPEG_QUALITY} if before.format in {"JPEG", "WEBP"} else {}
    turned.save(written, before.format, exif=b"", icc_profile=profile, **options)
    return written.getvalue()


def _in_colors_of_webp(image: Image.Image) -> Image.Image:
    has_alpha = image.has_transparency_data
    return image.convert("RGBA" if has_alpha else "RGB")


def _as_webp(image: Image.Image, profile: bytes | None, *, is_photo: bool) -> bytes:
    """Drawings and screenshots stay exact where that isn't much larger."""
    written = BytesIO()
    if not is_photo:
        image.save(written, "WEBP", lossless=True, icc_profile=profile)
        if written.tell() <= _LOSSLESS_MAX_BYTES:
            return written.getvalue()
        written = BytesIO()
    image.save(written, "WEBP", quality=_WEBP_QUALITY, icc_profile=profile)
    return written.getvalue()


def _broken() -> Refused:
    return Refused("broken-image", _("This picture is damaged or isn't complete, so it can't be shown."), 422)
