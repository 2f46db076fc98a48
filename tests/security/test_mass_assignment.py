"""Every address that takes a form or JSON is sent all that it doesn't ask for: nobody gets anything by it."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.db.models import Model
from django.test import Client

from editor.accounts.models import Token, User
from editor.documents.models import Document, Membership, Role
from editor.log.models import LogHead
from editor.media.models import MediaFile
from editor.notifications.models import Notification
from editor.sharing.models import ShareLink, TeamShare
from editor.spaces.actions import create_space
from editor.spaces.models import Space, SpaceMember
from editor.teams.actions import create_team
from editor.teams.models import Team, TeamMember
from tests.media.uploads import make_file
from tests.people import client_of, make_document, make_user
from tests.rules.test_every_url_has_a_row import ROWS
from tests.rules.urls import Route, all_routes

pytestmark = pytest.mark.django_db

# What only the server decides, wherever it came from; and everything of people that they don't write themselves.
PROTECTED: dict[type[Model], tuple[str, ...]] = {
    User: ("id", "email", "is_staff", "is_superuser", "is_active", "password", "date_joined", "picture"),
    Document: ("id", "created_by", "created_at", "path", "inherits_from", "edited_by", "removed_at", "title", "text"),
    LogHead: ("document", "generation"),
    MediaFile: ("uploader", "state", "content_type", "size"),
    Team: ("id", "created_by"),
    Space: ("id", "created_by"),
    Token: ("user", "digest"),
}
# Who has which right where. An attacker without the right to give any must leave all of it as it was.
RIGHTS: dict[type[Model], tuple[str, ...]] = {
    Membership: ("document", "user", "role"),
    SpaceMember: ("space", "user", "team", "role"),
    TeamMember: ("team", "user", "is_manager"),
    TeamShare: ("document", "team", "role"),
    ShareLink: ("document", "reach", "role"),
}
MAKES_ITS_OWN = {"documents", "teams", "spaces", "space_documents", "template_use", "document_duplicate"}
ENDS_OWN_RIGHTS = {"document_leaving", "delete_account"}
BY_POST = sorted({name for name, method in ROWS if method == "POST"} | {"account_signup", "account_email"})


def extras(attacker: User, victim: User, other: Document, space: Space) -> dict[str, Any]:
    """Names of columns, relations and options, each with what would be worth having."""
    everything: dict[str, Any] = {
        "is_staff": "1",
        "is_superuser": "1",
        "is_active": "1",
        "is_manager": "1",
        "role": "40",
    }
    everything |= dict.fromkeys(("user", "user_id", "owner", "owner_id", "created_by", "author", "actor"), attacker.pk)
    everything |= dict.fromkeys(("uploader", "recipient", "holder_id", "edited_by", "member", "member_id"), attacker.pk)
    everything |= dict.fromkeys(("victim", "invited_by", "trashed_by", "locked_by"), victim.pk)
    everything |= dict.fromkeys(("document", "document_id", "source", "pk", "id"), other.pk)
    everything |= {"space_id": space.pk, "groups": "1", "user_permissions": "1", "path": "", "inherits_from": ""}
    everything |= {"password": "pbkdf2$x", "digest": "0" * 64, "state": "ready", "content_type": "text/html"}
    everything |= {
        "open_role": "40",
        "is_indexed": "on",
        "access_version": "0",
        "generation": uuid4(),
        "edition": uuid4(),
    }
    everything |= {
        "projected_number": "0",
        "removed_at": "2020-01-01",
        "text": "taken over",
        "email": "evil@example.org",
    }
    return {name: str(value) for name, value in everything.items()}


class Scene:
    """Documents, a space and a team of somebody's; the attacker may view one of the documents, and is in both."""

    def __init__(self) -> None:
        self.owner, self.attacker = make_user("Owner"), make_user("Mallory")
        self.document = make_document(self.owner, "Plan", mallory=(self.attacker, Role.VIEWER))
        self.secret = make_document(self.owner, "Secret")
        self.space, self.team = create_space(self.owner, "Space"), create_team(self.owner, f"Team {uuid4()}", "")
        self.member = SpaceMember.objects.create(space=self.space, user=self.attacker, role=Role.VIEWER)
        TeamMember.objects.create(team=self.team, user=self.attacker)
        self.file = make_file(self.document, self.owner)
        self.notification = Notification.objects.create(recipient=self.owner, kind="shared", subject="Plan")
        self.client = client_of(self.attacker)

    def values(self) -> dict[str, UUID | int | str]:
        named = {"document_id": self.document.pk, "space_id": self.space.pk, "team_id": self.team.pk}
        named |= {"user_id": self.attacker.pk, "file_id": self.file.pk, "notification_id": self.notification.pk}
        unknown = ("invitation_id", "request_id", "copying_id", "picture_id")
        return {
            **dict.fromkeys(unknown, uuid4()),
            **named,
            "member_id": self.member.pk,
            "secret": "x" * 22,
            "token": "x",
        }

    def send(self, route: Route, body: dict[str, Any]) -> None:
        url = route.url(**{name: self.values()[name] for name in route.parameters})
        for content in ({"data": body}, {"data": json.dumps(body), "content_type": "application/json"}):
            self.client.post(url, **content, query_params=body)


def seen(columns: dict[type[Model], tuple[str, ...]]) -> set[tuple[str, ...]]:
    """Every row of these, with its model's name first."""
    return {
        (model.__name__, *(str(value) for value in row))
        for model, names in columns.items()
        for row in model._default_manager.values_list(*names)
    }


@pytest.mark.parametrize("name", BY_POST)
def test_what_a_form_does_not_ask_for_changes_nothing(name: str) -> None:
    cache.clear()
    scene = Scene()
    route = next(route for route in all_routes() if route.name == name)
    protected, rights = seen(PROTECTED), seen(RIGHTS)
    scene.send(route, extras(scene.attacker, scene.owner, scene.secret, scene.space))
    left = seen(PROTECTED)
    new = left - protected
    assert protected <= left or name == "delete_account", "a column changed that the server decides"
    if name not in MAKES_ITS_OWN | {"account_signup"}:
        assert {row for row in new if row[0] != "Token"} == set()
    assert not [row for row in new if row[0] == "User" and "True" in row[3:5]], "somebody became staff"
    gained = {row for row in seen(RIGHTS) - rights if str(scene.attacker.pk) in row}
    own = {
        str(row.pk)
        for model in (Document, Space, Team)
        for row in model._default_manager.filter(created_by=scene.attacker)
    }
    assert {row for row in gained if row[1] not in own} == set(), "the attacker has more rights"
    if name not in ENDS_OWN_RIGHTS:
        assert rights <= seen(RIGHTS), "somebody else's rights changed"


def test_whoever_signs_up_is_nobody_special(settings: Any) -> None:
    settings.SIGN_UP = "open"
    scene = Scene()
    form = extras(scene.attacker, scene.owner, scene.secret, scene.space)
    form |= {"email": "new@example.org", "name": "New", "password1": "an unusual phrase"}
    assert Client().post("/accounts/signup/", form).status_code == 302
    made = User.objects.get(email="new@example.org")
    assert (made.is_staff, made.is_superuser, made.groups.count(), made.user_permissions.count()) == (
        False,
        False,
        0,
        0,
    )
    assert str(made.pk) != form["id"]


def test_whoever_changes_their_profile_changes_that_alone() -> None:
    scene = Scene()
    before = User.objects.values(*PROTECTED[User]).get(pk=scene.attacker.pk)
    form = extras(scene.attacker, scene.owner, scene.secret, scene.space)
    answer = scene.client.post("/settings/profile/", {**form, "name": "Mallory Moss", "language": "", "time_zone": ""})
    scene.attacker.refresh_from_db()
    assert (answer.status_code, scene.attacker.name) == (302, "Mallory Moss")
    assert User.objects.values(*PROTECTED[User]).get(pk=scene.attacker.pk) == before
