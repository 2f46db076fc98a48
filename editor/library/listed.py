"""What stands in somebody's lists and in their tree, of all that they may open."""

from django.db.models import Exists, OuterRef, Q

from editor.accounts.models import User
from editor.documents.access import reached
from editor.documents.models import Grant
from editor.library.models import Opening
from editor.sharing.models import LinkPass, Reach, ShareLink


def in_lists_of(user: User) -> Q:
    """A condition for documents that the user may open: in a space of theirs, or given to them, or come by.

    What a link opens to everybody signed in would fill everybody's lists. The search finds it; once it was opened, it
    is listed with what is below it.
    """
    openings = Opening.objects.filter(user=user)
    given = Grant.objects.filter(holder_id=user.pk).exclude(via=Grant.Via.LINK).values("node_id")
    come_by = LinkPass.objects.filter(holder_id=user.pk).values("link__document_id")
    found = ShareLink.objects.filter(reach=Reach.SIGNED_IN, document_id__in=openings.values("document_id"))
    opened = Exists(openings.filter(document=OuterRef("pk")))
    return reached(given) | reached(come_by) | reached(found.values("document_id")) | Q(opened)
