"""Somebody who may do everything in the administration, and what they do there."""

from typing import Any

from django.test import Client
from django.utils import timezone

from editor.accounts.models import User
from editor.documents.models import Document, Role
from editor.realtime import live_rows
from editor.realtime.live_rows import Changes
from editor.realtime.models import LiveSession
from tests.people import client_of


def boss() -> User:
    return User.objects.create_superuser("boss@example.org", name="Boss")


def act(client: Client, model: str, action: str, *things: Any, **answers: Any) -> Any:
    """Does a list's action with these, and answers what it asks."""
    chosen = {"action": action, "_selected_action": [str(thing.pk) for thing in things]}
    return client.post(f"/admin/{model}/", {**chosen, **answers}, follow=True)


def text_of(answer: Any) -> str:
    content: bytes = answer.content
    return content.decode()


def connect(user: User, document: Document, name: str, session_key: str = "", replica: str = "one") -> LiveSession:
    """As a replica writes it when the user opens the document."""
    session = LiveSession(
        connection=name,
        replica_id=replica,
        document=document,
        reader_id=user.pk,
        kind=LiveSession.Kind.SESSION if session_key else LiveSession.Kind.TOKEN,
        role=Role.OWNER,
        session_key=session_key,
        since=timezone.now(),
    )
    live_rows.write(replica, "host", Changes([session]))
    return session


def session_of(user: User) -> tuple[Client, str]:
    client = client_of(user)
    key = client.session.session_key
    assert key
    return client, key
