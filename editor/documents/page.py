"""What the editor page is told, as JSON in the page (the contract with frontend/src/document.ts)."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from editor.accounts.colors import presence_color
from editor.accounts.models import Visitor
from editor.documents.access import Access, Reader

BULK_BYTES = 1_000_000
"""An update over this goes by HTTP, where progress can be shown."""


def page_data(access: Access, reader: Reader) -> dict[str, Any]:
    document_id = access.document.pk
    return {
        "document": str(document_id),
        "generation": str(access.rights.generation),
        "role": int(access.rights.role),
        "mayWrite": access.rights.may_write,
        "mayShare": access.rights.may_share,
        "isGuest": isinstance(reader, Visitor),
        "socket": f"/ws/documents/{document_id}",
        "updates": f"/documents/{document_id}/updates",
        "members": reverse("document_members", args=[document_id]),
        "files": {"url": f"/documents/{document_id}/files", "maxBytes": settings.MEDIA["max_file_bytes"]},
        "maxFrameBytes": settings.COLLAB["max_frame_bytes"],
        "bulkBytes": BULK_BYTES,
        "user": {"id": str(reader.pk), "name": reader.display_name, "color": presence_color(reader.pk)},
    }
