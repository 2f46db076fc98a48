"""The picture of a person: square, small, and made anew from what was uploaded."""

from io import BytesIO
from uuid import UUID

from PIL import Image, ImageOps

from editor.media.images import decoding, read_picture

PIXELS = 256
MAX_BYTES = 10_000_000
CONTENT_TYPE = "image/webp"
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
_QUALITY = 86


def key_of(picture_id: UUID) -> str:
    return f"pictures/{picture_id}.webp"


def square(data: bytes) -> bytes:
    """The middle of the picture, of an animation that of the first frame."""
    with decoding:
        picture = read_picture(data)
        with Image.open(BytesIO(picture.content), formats=_FORMATS) as image:
            colors = image.convert("RGBA" if image.has_transparency_data else "RGB")
        fitted = ImageOps.fit(colors, (PIXELS, PIXELS), Image.Resampling.LANCZOS)
    written = BytesIO()
    fitted.save(written, "WEBP", quality=_QUALITY)
    return written.getvalue()
