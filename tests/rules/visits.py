"""A document, a team and a space with people around them, and what a visitor is answered there."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeAlias
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from editor.accounts.models import User
from editor.documents.models import Document, Role
from editor.library.copies import Copying
from editor.notifications.models import Notification
from editor.sharing.models import AccessRequest, DocumentInvitation, TeamShare
from editor.spaces.actions import create_space
from editor.spaces.models import SpaceMember
from editor.teams.actions import create_team
from editor.teams.models import TeamMember
from tests.media.uploads import make_file
from tests.people import client_of, make_document, make_user
from tests.rules.urls import all_routes

VISITORS = ("anonymous", "stranger", "viewer", "commenter", "editor", "owner")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

Values: TypeAlias = dict[str, UUID | int | str]

_ROUTES = {route.name: route for route in reversed(all_routes())}


class Visits:
    """A visitor of one kind, and a document with one viewer beside them. Each visit finds everything as it was made."""

    def __init__(self, visitor: str, *, trashed: bool = False) -> None:
        owner, other = make_user("Owner"), make_user("Other")
        document = make_document(owner, other=(other, Role.VIEWER))
        user = self._user_of(visitor, document, owner)
        self.values: Values = {"document_id": document.pk, "user_id": other.pk, "token": "nothing"}
        self.values["secret"] = "nothing"
        copying = Copying.objects.create(pk=uuid4(), user=other, source=document, kind="duplicate")
        notification = Notification.objects.create(recipient=other, kind="shared", subject="Plan")
        self.values |= {"copying_id": copying.pk, "notification_id": notification.pk, "picture_id": uuid4()}
        self._groups = make_groups(owner, other, user, visitor)
        self.values |= make_sharing(document, owner)
        if trashed:
            client_of(owner).post(f"/documents/{document.pk}/trash")
        self.values["file_id"] = make_file(document, other).pk
        self._session = client_of(user).cookies.get(settings.SESSION_COOKIE_NAME)

    def client(self) -> Client:
        client = Client()
        if self._session is not None:
            client.cookies[settings.SESSION_COOKIE_NAME] = self._session.value
        return client

    def visit(self, name: str, method: str) -> int:
        values = self.values | self._groups if name.startswith(("team", "space")) else self.values
        with undone():
            return request(self.client(), values, name, method)

    def _user_of(self, visitor: str, document: Document, owner: User) -> User | None:
        if visitor in {"anonymous", "owner"}:
            return owner if visitor == "owner" else None
        user = make_user(visitor)
        if visitor != "stranger":
            document.memberships.create(user=user, role=Role[visitor.upper()])
        return user


@contextmanager
def undone() -> Iterator[None]:
    """What happens within is taken back; the surrounding transaction goes on."""
    before = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(before)


def make_sharing(document: Document, owner: User) -> Values:
    """A team that has access, somebody who is invited and somebody who asks."""
    team = create_team(owner, f"Team {uuid4()}", "")
    TeamShare.objects.create(document=document, team=team, role=Role.VIEWER)
    invitation = DocumentInvitation.objects.create(
        document=document, email="cho@example.org", role=Role.VIEWER, digest=str(uuid4()), expires_at=timezone.now()
    )
    request = AccessRequest.objects.create(document=document, user=make_user("Cho"))
    return {"team_id": team.pk, "invitation_id": invitation.pk, "request_id": request.pk}


def make_groups(owner: User, other: User, user: User | None, visitor: str) -> Values:
    """A team and a space with the same people as the document; whoever owns it manages the team."""
    team, space = create_team(owner, f"Team {uuid4()}", ""), create_space(owner, "Space")
    member = SpaceMember.objects.create(space=space, user=other, role=Role.VIEWER)
    TeamMember.objects.create(team=team, user=other)
    if user is not None and visitor not in {"stranger", "owner"}:
        SpaceMember.objects.create(space=space, user=user, role=Role[visitor.upper()])
        TeamMember.objects.create(team=team, user=user)
    return {"team_id": team.pk, "space_id": space.pk, "member_id": member.pk}


def request(client: Client, values: Values, name: str, method: str) -> int:
    route = _ROUTES[name]
    url = route.url(**{key: values[key] for key in route.parameters})
    if name == "document_updates" and method == "POST":
        return client.post(url, b"not an update", content_type="application/octet-stream").status_code
    if name == "document_files" and method == "POST":
        return client.post(url, {"name": "a.txt", "size": 1}, content_type="application/json").status_code
    if method == "POST":
        return client.post(url, {"title": "New", "role": "20"}).status_code
    return client.generic(method, url).status_code
