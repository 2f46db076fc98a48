"""What the worker does for files. While the store is away the jobs fail and come again; nothing is lost by it."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from editor.media import removal
from editor.media.problems import StorageUnavailable
from editor.media.resizing import resize

_WHEN_THE_STORE_IS_AWAY = RetryStrategy(max_attempts=8, exponential_wait=4, retry_exceptions=[StorageUnavailable])


@app.task(retry=_WHEN_THE_STORE_IS_AWAY)
def resize_picture(file_id: str) -> None:
    """Makes the smaller pictures; until then the original is served."""
    resize(UUID(file_id))


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="sweep_pictures", pass_context=False)
def sweep_pictures(timestamp: int) -> None:  # noqa: ARG001 — procrastinate passes it
    for file_id in removal.pictures_to_resize():
        try:
            resize_picture.configure(queueing_lock=f"resize:{file_id}").defer(file_id=str(file_id))
        except AlreadyEnqueued:
            continue


@app.periodic(cron="15 * * * *")
@app.task(queueing_lock="sweep_files", pass_context=False)
def sweep_files(timestamp: int) -> None:  # noqa: ARG001 — procrastinate passes it
    removal.give_up_abandoned_uploads()
    removal.give_up_unused_files()
    removal.remove_what_is_given_up()


@app.periodic(cron="45 3 * * *")
@app.task(queueing_lock="sweep_bucket", pass_context=False)
def sweep_bucket(timestamp: int) -> None:  # noqa: ARG001 — procrastinate passes it
    removal.remove_orphans()
