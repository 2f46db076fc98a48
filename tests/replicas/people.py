"""People with a document, as the replicas' database has them."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from channels.db import database_sync_to_async
from django.test import Client

from editor.accounts.models import User
from editor.accounts.tokens import issue_token
from editor.documents.actions import create_document
from editor.documents.models import Membership, Role
from tests.sockets import Door


@dataclass(frozen=True, slots=True)
class SharedDocument:
    """A document, the people in it (the first owns it) and their way in."""

    document: UUID
    users: list[User]
    doors: list[Door]


@database_sync_to_async
def shared_document(people: int, role: Role = Role.EDITOR) -> SharedDocument:
    """A fresh document with `people` fresh people in it; all but the owner have `role`."""
    users = [User.objects.create_user(f"{uuid4().hex}@example.org", name=f"Person {n}") for n in range(people)]
    document = create_document(users[0])
    Membership.objects.bulk_create([Membership(document=document, user=user, role=role) for user in users[1:]])
    return SharedDocument(document.pk, users, [Door.token(issue_token(user, "test")) for user in users])


@database_sync_to_async
def sign_in(user: User) -> str:
    """A session of the user's; the key is what the browser's cookie holds."""
    client = Client()
    client.force_login(user)
    key = client.session.session_key
    assert key
    return key
