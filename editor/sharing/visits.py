"""Those who came by a link: the passes that they get, and what becomes of a visitor who signs in."""

from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.db.models import F, QuerySet

from editor.accounts.models import User, Visitor
from editor.audit.recording import record
from editor.documents.access import Reader, find_rights
from editor.sharing.models import LinkPass, ShareLink


def opens(link: ShareLink, password: str) -> bool:
    """Whether that is the link's password; a link without one opens with any."""
    return not link.password or check_password(password, link.password)


@transaction.atomic
def let_in(link: ShareLink, reader: Reader | None, address: str | None) -> Reader:
    """Gives the reader, or a new visitor where nobody is known, a pass of the link as it is now.

    It only widens what they may do, so it raises no access version: a socket that is open goes on as it was.
    """
    reader = reader or Visitor.objects.create()
    rights = find_rights(reader.pk, link.document_id)
    if rights is not None and rights.role >= link.role:
        return reader
    LinkPass.objects.update_or_create(link=link, holder_id=reader.pk, defaults={"edition": link.edition})
    if isinstance(reader, User):
        record("link.visited", reader, document=link.document_id, subject=link.document.title, address=address)
    return reader


@transaction.atomic
def know_visitor(visitor: Visitor, user: User) -> None:
    """The visitor turns out to be this user, who may open from now on what the visitor can now."""
    if visitor.user_id not in {None, user.pk}:
        return
    Visitor.objects.filter(pk=visitor.pk).update(user=user)
    for found in LinkPass.objects.filter(holder_id=visitor.pk, edition=F("link__edition")):
        LinkPass.objects.update_or_create(link_id=found.link_id, holder_id=user.pk, defaults={"edition": found.edition})


def came_by_link(link: ShareLink) -> tuple[QuerySet[User], int]:
    """The users who have a pass that is worth something, and how many visitors have one."""
    holders = LinkPass.objects.filter(link=link, edition=link.edition).values("holder_id")
    return User.objects.filter(pk__in=holders, is_active=True), Visitor.objects.filter(pk__in=holders).count()
