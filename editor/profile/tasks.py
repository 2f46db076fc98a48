"""What the worker does for people's settings."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from editor.media import storage
from editor.media.problems import StorageUnavailable
from editor.profile.pictures import key_of

_WHEN_THE_STORE_IS_AWAY = RetryStrategy(max_attempts=8, exponential_wait=4, retry_exceptions=[StorageUnavailable])


@app.task(retry=_WHEN_THE_STORE_IS_AWAY)
def delete_picture(picture_id: str) -> None:
    storage.delete(key_of(UUID(picture_id)))
