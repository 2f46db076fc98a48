"""Whether the bucket has what the database says it has."""

from collections.abc import Iterator

from editor.media import storage
from editor.media.models import MediaFile, State

_PREFIX, _SUFFIX = "files/", "/original"


def find_missing() -> Iterator[MediaFile]:
    """Files that are ready and have no bytes, after one listing of the bucket. Raises StorageUnavailable."""
    there = {
        listed.key[len(_PREFIX) : -len(_SUFFIX)]
        for page in storage.listing(_PREFIX)
        for listed in page
        if listed.key.endswith(_SUFFIX)
    }
    for file in MediaFile.objects.filter(state=State.READY).order_by("pk").iterator():
        if str(file.pk) not in there:
            yield file
