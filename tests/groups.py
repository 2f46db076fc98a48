"""Teams and spaces for the tests, made the way that the application makes them."""

from uuid import uuid4

from editor.accounts.models import User
from editor.documents.actions import Place, create_document
from editor.documents.models import Document, Role
from editor.sharing.models import TeamShare
from editor.spaces.access import SpaceAccess, access_space
from editor.spaces.actions import create_space
from editor.spaces.models import Space, SpaceMember
from editor.teams.access import TeamAccess, access_team
from editor.teams.actions import create_team
from editor.teams.models import Team, TeamMember


def make_team(manager: User, *others: User, name: str = "") -> Team:
    team = create_team(manager, name or f"Team {uuid4().hex}", "")
    TeamMember.objects.bulk_create([TeamMember(team=team, user=user) for user in others])
    return team


def make_space(
    owner: User, name: str = "Handbook", open_role: Role | None = None, **members: tuple[User, Role]
) -> Space:
    """A space of `owner`'s, with more members as name=(user, role)."""
    space = create_space(owner, name)
    Space.objects.filter(pk=space.pk).update(open_role=open_role)
    SpaceMember.objects.bulk_create([SpaceMember(space=space, user=user, role=role) for user, role in members.values()])
    return space


def document_in(space: Space, writer: User, title: str = "", parent: Document | None = None) -> Document:
    place = Place(parent_id=parent.pk) if parent else Place(space_id=space.pk)
    document = create_document(writer, place)
    Document.objects.filter(pk=document.pk).update(title=title)
    document.title = title
    return document


def share_with(team: Team, document: Document, role: Role) -> None:
    TeamShare.objects.create(team=team, document=document, role=role)


def team_in(space: Space, team: Team, role: Role) -> SpaceMember:
    return SpaceMember.objects.create(space=space, team=team, role=role)


def managing(team: Team, user: User) -> TeamAccess:
    return access_team(user, team.pk)


def owning(space: Space, user: User) -> SpaceAccess:
    return access_space(user, space.pk)
