"""The end of an account. What somebody wrote stays with its documents, under the name "Deleted user"; everything else
about them goes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from editor.accounts.actions import changing_standing
from editor.accounts.models import DELETED_DOMAIN, Invitation, User
from editor.accounts.ports import standing
from editor.accounts.sessions import forget_sessions
from editor.audit.recording import record
from editor.documents.access import access_document, granted_nodes, reached
from editor.documents.actions import Refused, change_access
from editor.documents.models import Document, Grant, Membership, Role
from editor.documents.trashing import trash
from editor.notifications.models import Notification
from editor.profile.actions import replace_picture
from editor.sharing.models import LinkPass
from editor.spaces.models import Space, SpaceMember

DELETED_NAME = "Deleted user"
TO_TRASH = ""
# What administrators did stays; the row of who did it does too, without their name.
_KEPT = {"admin.logentry"}


@dataclass(frozen=True, slots=True)
class Alone:
    """What nobody else owns: spaces, and the topmost of the documents that would be left to nobody."""

    spaces: list[Space]
    documents: list[Document]


def owned_alone(user: User) -> Alone:
    own_nodes = set(granted_nodes(user, Role.OWNER).values_list("node_id", flat=True))
    documents = Document.objects.filter(reached(granted_nodes(user, Role.OWNER)), trashed_at__isnull=True)
    found = list(documents.only("title", "icon", "inherits_from").order_by("title", "pk"))
    nodes = own_nodes.union({one.pk for one in found}, *(one.inherits_from for one in found))
    shared = set(
        Grant.objects.filter(node_id__in=nodes, role__gte=Role.OWNER)
        .exclude(holder_id=user.pk)
        .values_list("node_id", flat=True)
    )
    spaces = list(Space.objects.filter(pk__in=own_nodes - shared).order_by("name"))
    alone = [one for one in found if not shared & {one.pk, *one.inherits_from}]
    handled = {one.pk for one in alone} | {space.pk for space in spaces}
    return Alone(spaces, [one for one in alone if not handled.intersection(one.inherits_from)])


@transaction.atomic
def delete_account(user: User, heirs: Mapping[UUID, str], rest: str, address: str | None) -> None:
    """For good. `heirs` has the addresses of who gets which document; of all others `rest` gets what has no other
    owner. An empty address means the trash. Raises Refused where that is impossible, and then nothing has changed.
    """
    with changing_standing(user.pk):
        _require_other_administrator(user)
        alone = owned_alone(user)
        if alone.spaces and not rest:
            text = _("Say who gets the space “{name}”: a space can't be moved to the trash.")
            raise Refused(text.format(name=alone.spaces[0].name))
        _hand_on(user, alone, heirs, rest)
        # Whoever is told by what they may open is told now: after this it is nothing.
        standing().changed(user.pk)
        _forget(user)
        record("account.deleted", user, address=address)


def _require_other_administrator(user: User) -> None:
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    if user.is_superuser and not others.exists():
        raise Refused(_("You are the only administrator. Make somebody else one first."))


def _hand_on(user: User, alone: Alone, heirs: Mapping[UUID, str], rest: str) -> None:
    people = {email: _find_heir(user, email) for email in {rest, *heirs.values()} if email != TO_TRASH}
    for space in alone.spaces:
        SpaceMember.objects.update_or_create(space=space, user=people[rest], defaults={"role": Role.OWNER})
        record("space.handed_over", user, subject=space.name, person=people[rest].email)
    emails = {one: heirs.get(one.pk, rest) for one in alone.documents}
    for document in (one for one in alone.documents if emails[one] != TO_TRASH):
        heir = people[emails[document]]
        Membership.objects.update_or_create(document=document, user=heir, defaults={"role": Role.OWNER})
        # Not the leaver's any more: what is above it may go to the trash without it.
        Membership.objects.filter(document=document, user=user).delete()
        record("document.handed_over", user, document=document.pk, subject=document.title, person=heir.email)
    change_access([one.pk for one in (*alone.spaces, *alone.documents)])
    for document in (one for one in alone.documents if emails[one] == TO_TRASH):
        # One may have gone already with another that it is below.
        if not Document.objects.get(pk=document.pk).is_trashed:
            trash(access_document(user, document.pk, Role.OWNER), user)


def _find_heir(user: User, email: str) -> User:
    found = User.objects.select_for_update(no_key=True).filter(email__iexact=email, is_active=True).exclude(pk=user.pk)
    heir = found.first()
    if heir is None:
        raise Refused(_("Nobody else with the address {email} has an account here.").format(email=email))
    return heir


def _forget(user: User) -> None:
    """Every row that would go with the person's goes; what must stay refers to them in another way."""
    forget_sessions(user)
    LinkPass.objects.filter(holder_id=user.pk).delete()
    Notification.objects.filter(actor=user).update(actor_name="")
    Invitation.objects.filter(email__iexact=user.email).delete()
    for rows in _rows_of(user):
        rows.delete()
    replace_picture(user.pk, None)
    user.refresh_from_db()
    user.name, user.email = DELETED_NAME, f"{user.pk.hex}{DELETED_DOMAIN}"
    user.language = user.time_zone = ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()


def _rows_of(user: User) -> list[QuerySet[Any]]:
    relations = [
        field for field in User._meta.get_fields(include_hidden=True) if isinstance(field, models.ForeignObjectRel)
    ]
    return [
        relation.related_model._base_manager.filter(**{relation.field.name: user})
        for relation in relations
        if relation.on_delete is models.CASCADE and relation.related_model._meta.label_lower not in _KEPT
    ]
