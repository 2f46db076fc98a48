"""What stands over a document's text, beside what the page itself finds out."""

from typing import Any

from editor.accounts.models import Visitor
from editor.documents.access import Access, Reader
from editor.sharing.models import AccessRequest


def standing_of(access: Access, reader: Reader) -> dict[str, Any]:
    document = access.document
    asking = AccessRequest.objects.filter(document=document, declined_at__isnull=True, user__is_active=True)
    return {
        "access": access,
        "document": document,
        "locked_by": document.locked_by if document.locked_at else None,
        "is_guest": isinstance(reader, Visitor),
        "asking": list(asking.select_related("user")[:3]) if access.rights.may_share else [],
    }
