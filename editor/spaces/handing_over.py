"""Spaces of people who go: somebody else owns them then."""

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from editor.accounts.models import User
from editor.audit.recording import record
from editor.documents import tree
from editor.documents.actions import change_access
from editor.documents.models import Grant, Role
from editor.spaces.models import Space, SpaceMember


def spaces_owned_alone(user: User) -> QuerySet[Space]:
    """The spaces that would have no owner without this person."""
    others = Grant.objects.filter(node_id=OuterRef("pk"), role__gte=Role.OWNER).exclude(holder_id=user.pk)
    own = SpaceMember.objects.filter(space=OuterRef("pk"), role=Role.OWNER)
    mine = own.filter(user=user) | own.filter(team__members__user=user)
    return Space.objects.filter(Exists(mine), ~Exists(others)).order_by("name", "pk")


@transaction.atomic
def hand_over_spaces(user: User, heir: User, by: User) -> int:
    """Makes somebody the owner of what only this person owns; how many spaces. It asks for no rights."""
    tree.hold_tree()
    spaces = list(spaces_owned_alone(user))
    for space in spaces:
        SpaceMember.objects.update_or_create(space=space, user=heir, defaults={"role": Role.OWNER})
        record("space.handed_over", by, subject=space.name, person=heir.email)
    change_access([space.pk for space in spaces])
    return len(spaces)
