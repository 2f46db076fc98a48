"""Files of one document in another that is made from it."""

from collections.abc import Collection
from uuid import UUID

from editor.media.models import FileUse, MediaFile, State
from editor.media.quotas import lock_document_quota, require_room_in_document


def bring_files(source_id: UUID, target_id: UUID, file_ids: Collection[UUID]) -> None:
    """Lets the target have those of the source's files; others mean nothing. The bytes stay where they are.

    Call it in the transaction that makes the target, for somebody who may view the source. Raises Refused.
    """
    lock_document_quota(target_id)
    ready = MediaFile.objects.filter(pk__in=file_ids, state=State.READY, uses__document_id=source_id)
    found = list(ready.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    require_room_in_document(target_id, sum(file.size for file in found))
    FileUse.objects.bulk_create(
        [FileUse(file=file, document_id=target_id, unused_since=None) for file in found], ignore_conflicts=True
    )
