"""Who may have which file: only by way of a document that uses it. What a document's content says grants nothing."""

from uuid import UUID

from django.core.exceptions import PermissionDenied

from editor.accounts.models import User
from editor.documents.access import Access, DocumentNotFound, Reader, access_document, find_rights, visible_documents
from editor.documents.models import Role
from editor.documents.ports import publications
from editor.media.models import FileUse, MediaFile, State


def require_view(reader: Reader | None, document_id: UUID) -> None:
    """Raises PermissionDenied for nobody, DocumentNotFound for somebody who may not view the document. What is public
    is for everybody.
    """
    if reader is not None and find_rights(reader.pk, document_id) is not None:
        return
    if publications().is_published(document_id):
        return
    if reader is None:
        raise PermissionDenied
    raise DocumentNotFound


def require_edit(user: User | None, document_id: UUID) -> Access:
    """The same for who may edit it."""
    if user is None:
        raise PermissionDenied
    return access_document(user, document_id, Role.EDITOR, writing=True)


def viewable_file(reader: Reader | None, document_id: UUID, file_id: UUID) -> MediaFile:
    """A file that is ready and that this document uses, for somebody who may view the document."""
    require_view(reader, document_id)
    found = MediaFile.objects.filter(pk=file_id, state=State.READY, uses__document_id=document_id).first()
    if found is None:
        raise DocumentNotFound
    return found


def own_upload(access: Access, file_id: UUID) -> MediaFile:
    """What this person uploads, or uploaded, into this document."""
    mine = MediaFile.objects.filter(pk=file_id, uploader_id=access.reader_id, uses__document=access.document)
    found = mine.exclude(state=State.GOING).first()
    if found is None:
        raise DocumentNotFound
    return found


def may_view_somewhere(reader_id: UUID, file_id: UUID) -> bool:
    """Whether some document that the reader may view uses the file."""
    uses = FileUse.objects.filter(file_id=file_id, document__in=visible_documents(reader_id))
    return uses.exists()
