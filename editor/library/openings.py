"""What somebody opened, and when: documents' port `Shelf`."""

from uuid import UUID

from django.utils import timezone

from editor.accounts.models import User
from editor.library.models import Opening


def record_opening(user: User, document_id: UUID) -> None:
    """The user has opened the document's page. Only the last time counts."""
    Opening.objects.bulk_create(
        [Opening(user=user, document_id=document_id, opened_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["user", "document"],
        update_fields=["opened_at"],
    )
