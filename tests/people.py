"""People and documents for the tests, made the way that the application makes them."""

from typing import Any
from uuid import uuid4

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.models import Permission
from django.test import Client

from editor.accounts.models import User
from editor.documents.access import Access, access_document
from editor.documents.actions import create_document
from editor.documents.models import Document, Membership, Role
from editor.log.models import LogHead

PASSWORD = "an unusual phrase"


class QuickArgon2(Argon2PasswordHasher):
    """What new passwords are kept with in tests: the same, with the least of work."""

    time_cost, memory_cost, parallelism = 1, 8, 1


def make_user(name: str = "Ada", **fields: Any) -> User:
    email = f"{name.lower().replace(' ', '.')}.{uuid4().hex[:6]}@example.org"
    return User.objects.create_user(email, name=name, **fields)


def make_clerk(*permissions: str, name: str = "Clerk") -> User:
    """Somebody who may use the administration, for what these permissions (such as "change_team") allow."""
    clerk = make_user(name, is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return clerk


def make_document(owner: User, title: str = "", **members: tuple[User, Role]) -> Document:
    """A document of `owner`'s, with more members as name=(user, role)."""
    document = create_document(owner)
    if title:
        Document.objects.filter(pk=document.pk).update(title=title)
        document.title = title
    for user, role in members.values():
        Membership.objects.create(document=document, user=user, role=role)
    return document


def owner_access(document: Document, owner: User) -> Access:
    return access_document(owner, document.pk, trashed=document.is_trashed)


def client_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def access_version(document: Document) -> int:
    return LogHead.objects.get(document=document).access_version
