"""The documents that a person has starred."""

from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from editor.accounts.models import User
from editor.documents.access import Access, visible_documents
from editor.documents.actions import Refused
from editor.documents.models import Document
from editor.library.limits import MAX_FAVOURITES
from editor.library.models import Favourite


def is_favourite(user: User, document_id: UUID) -> bool:
    return Favourite.objects.filter(user=user, document_id=document_id).exists()


def favourites_of(user: User) -> QuerySet[Document]:
    """Those that the user may still see, in their order."""
    stars = Favourite.objects.filter(user=user)
    position = stars.filter(document=OuterRef("pk")).values("position")[:1]
    starred = visible_documents(user).filter(pk__in=stars.values("document_id"))
    return starred.annotate(starred=Subquery(position)).order_by("starred", "pk")


def with_star(documents: QuerySet[Document], user: User) -> QuerySet[Document]:
    """The documents, each with whether it `is_favourite` of this user."""
    return documents.annotate(is_favourite=Exists(Favourite.objects.filter(user=user, document=OuterRef("pk"))))


@transaction.atomic
def add_favourite(access: Access, user: User, before_id: UUID | None = None) -> None:
    """Stars the document, or gives it another place among the starred: before another one, or else last."""
    mine = Favourite.objects.filter(user=user)
    mine.filter(document=access.document).delete()
    if mine.count() >= MAX_FAVOURITES:
        raise Refused(_("You can have %(count)d favourites at most.") % {"count": MAX_FAVOURITES})
    position = (mine.aggregate(Max("position"))["position__max"] or 0) + 1
    before = None if before_id is None else mine.filter(document_id=before_id).first()
    if before is not None:
        mine.filter(position__gte=before.position).update(position=F("position") + 1)
        position = before.position
    # Who clicks twice at once stars it once.
    Favourite.objects.update_or_create(user=user, document=access.document, defaults={"position": position})


def remove_favourite(user: User, document_id: UUID) -> None:
    """Whoever lost the right to see it may take away the star all the same."""
    Favourite.objects.filter(user=user, document_id=document_id).delete()
