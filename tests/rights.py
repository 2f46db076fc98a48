"""Every way to a right in a document: somebody who has exactly one role, by exactly one source."""

from collections.abc import Callable
from uuid import uuid4

from editor.accounts.models import User, Visitor
from editor.documents.access import Reader
from editor.documents.actions import Place, create_document
from editor.documents.models import Document, Membership, Role
from editor.sharing.models import LinkPass, Reach, ShareLink, TeamShare
from editor.spaces.models import Space, SpaceMember
from editor.teams.models import Team, TeamMember
from tests.people import make_user


def _person(owner: User, user: User, role: Role) -> Document:
    document = create_document(owner)
    Membership.objects.create(document=document, user=user, role=role)
    return document


def _team(owner: User, user: User, role: Role) -> Document:
    document = create_document(owner)
    TeamShare.objects.create(document=document, team=_team_of(user), role=role)
    return document


def _space(owner: User, user: User, role: Role) -> Document:
    space = _space_of(owner)
    SpaceMember.objects.create(space=space, user=user, role=role)
    return create_document(owner, Place(space_id=space.pk))


def _space_by_team(owner: User, user: User, role: Role) -> Document:
    space = _space_of(owner)
    SpaceMember.objects.create(space=space, team=_team_of(user), role=role)
    return create_document(owner, Place(space_id=space.pk))


def _parent(owner: User, user: User, role: Role) -> Document:
    parent = create_document(owner)
    Membership.objects.create(document=parent, user=user, role=role)
    between = create_document(owner, Place(parent_id=parent.pk))
    return create_document(owner, Place(parent_id=between.pk))


def _open_space(owner: User, _user: User, role: Role) -> Document:
    space = _space_of(owner)
    space.open_role = role
    space.save(update_fields=["open_role"])
    return create_document(owner, Place(space_id=space.pk))


def _link_for_signed_in(owner: User, _user: User, role: Role) -> Document:
    document = create_document(owner)
    make_link(document, Reach.SIGNED_IN, role)
    return document


def _link(owner: User, user: Reader, role: Role) -> Document:
    document = create_document(owner)
    link = make_link(document, Reach.ANYONE, role)
    LinkPass.objects.create(link=link, holder_id=user.pk, edition=link.edition)
    return document


def _none(owner: User, _user: User, _role: Role) -> Document:
    return create_document(owner)


SOURCES: dict[str, Callable[[User, User, Role], Document]] = {
    "person": _person,
    "team": _team,
    "space": _space,
    "space by team": _space_by_team,
    "parent": _parent,
    "open space": _open_space,
    "link for signed-in people": _link_for_signed_in,
    "link": _link,
    "none": _none,
}
NEVER_OWNER = {"open space", "link for signed-in people", "link", "visitor by link"}
WAYS = [
    (source, role)
    for source in (*SOURCES, "visitor by link")
    for role in Role
    if not (role == Role.OWNER and source in NEVER_OWNER) and (source != "none" or role == Role.VIEWER)
]
"""Every source with every role that it can give; "none" once, and the role means nothing there."""


def give(source: str, role: Role) -> tuple[Document, User, Reader]:
    """A document, its owner, and somebody else who has the role in it by this source alone."""
    owner = make_user("Owner")
    if source == "visitor by link":
        visitor = Visitor.objects.create()
        return _link(owner, visitor, role), owner, visitor
    reader = make_user(source)
    return SOURCES[source](owner, reader, role), owner, reader


def make_link(document: Document, reach: Reach, role: Role) -> ShareLink:
    return ShareLink.objects.create(document=document, reach=reach, role=role, digest=uuid4().hex, edition=uuid4())


def _team_of(user: User) -> Team:
    team = Team.objects.create(name=f"Team {uuid4()}")
    TeamMember.objects.create(team=team, user=user)
    return team


def _space_of(owner: User) -> Space:
    space = Space.objects.create(name="Space", created_by=owner)
    SpaceMember.objects.create(space=space, user=owner, role=Role.OWNER)
    return space
