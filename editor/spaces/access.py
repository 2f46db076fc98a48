"""The only gate to a space. Nothing else turns a reader and an id into a `Space`.

What gives a right in a space is said by `documents.Grant`, with the space as its node.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404
from django.utils.translation import gettext as _

from editor.accounts.models import User
from editor.documents.access import Reader, find_space_role, granted_nodes
from editor.documents.models import Grant, Role
from editor.spaces.models import Space, SpaceMember


class SpaceNotFound(Http404):
    """There is no such space, or not for this reader: the two are never told apart."""


@dataclass(frozen=True, slots=True)
class SpaceAccess:
    """A space together with what its reader may do in it."""

    space: Space
    role: Role

    @property
    def may_write(self) -> bool:
        return self.role >= Role.EDITOR

    @property
    def may_share(self) -> bool:
        return self.role >= Role.OWNER


def access_space(reader: Reader, space_id: UUID, minimum: Role = Role.VIEWER) -> SpaceAccess:
    """The space, if the reader has at least the role `minimum` in it. Raises SpaceNotFound for everything else."""
    role = find_space_role(reader, space_id)
    if role is None or role < minimum:
        raise SpaceNotFound
    return SpaceAccess(Space.objects.get(pk=space_id), role)


def visible_spaces(reader: Reader) -> QuerySet[Any]:
    """The spaces that the reader may see, by name, each with their `role` on it: one query."""
    best = Grant.objects.filter(node_id=OuterRef("pk"), holder_id=reader.pk).order_by("-role").values("role")[:1]
    spaces = Space.objects.filter(pk__in=granted_nodes(reader)).annotate(role=Subquery(best))
    return spaces.order_by("name", "pk")


def reasons(space: Space, user: User) -> list[tuple[Role, str]]:
    """Why a person has a role in a space, the best one first."""
    members = SpaceMember.objects.filter(space=space)
    found = [(Role(role), _("as a member")) for role in members.filter(user=user).values_list("role", flat=True)]
    teams = members.filter(team__members__user=user).values_list("role", "team__name")
    found += [(Role(role), _("through %(team)s") % {"team": name}) for role, name in teams]
    if space.open_role is not None:
        found.append((Role(space.open_role), _("open to everybody signed in")))
    return sorted(found, key=lambda reason: -reason[0])
