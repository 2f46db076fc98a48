"""Which documents are somebody's own: nobody else is in them, and neither a team nor a link leads there."""

from django.db.models import Exists, Q

from editor.accounts.models import User
from editor.documents.access import grants_reaching, reaching
from editor.sharing.models import ShareLink, TeamShare


def nobody_but(user: User) -> Q:
    """A condition for documents that the user may open."""
    others = grants_reaching().exclude(holder_id=user.pk)
    links = ShareLink.objects.filter(reaching("document_id"))
    teams = TeamShare.objects.filter(reaching("document_id"))
    return ~Q(Exists(others)) & ~Q(Exists(links)) & ~Q(Exists(teams))
