"""What the worker does for files."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from editor.media.problems import StorageUnavailable
from editor.media.resizing import resize

_WHEN_THE_STORE_IS_AWAY = RetryStrategy(max_attempts=8, exponential_wait=4, retry_exceptions=[StorageUnavailable])


@app.task(retry=_WHEN_THE_STORE_IS_AWAY)
def resize_picture(file_id: str) -> None:
    """Makes the smaller pictures; until then the original is served."""
    resize(UUID(file_id))
