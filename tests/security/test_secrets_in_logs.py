"""A whole day of somebody's, written down as finely as can be: nothing in it lets anybody else in."""

import logging
from collections.abc import Iterator
from io import StringIO
from uuid import UUID

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connections
from django.test import Client
from pytest_django import Settings

from editor.accounts.models import User
from editor.accounts.tokens import issue_token
from editor.accounts.visitors import COOKIE
from editor.documents.models import Role
from editor.sharing.invitations import invite
from editor.sharing.links import Wish, set_link
from editor.sharing.models import Reach
from editor.sharing.secrets import invitation_secret, link_secret
from editor.sharing.tasks import send_invitation
from project.logs import logging_settings
from tests.people import make_document, make_user, owner_access
from tests.security.sockets import Socket, a_process, of_document

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD, NEW_PASSWORD, LINK_PASSWORD = "an unusual phrase", "another unusual one", "one for the guests"


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """Every line of every logger, as production writes them."""
    made = logging_settings("DEBUG", "json")["formatters"]["line"]
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(made.pop("()")(**made))
    root = logging.getLogger()
    named = [logging.getLogger(name) for name in ("django", "django.request", "django.server", "uvicorn.error")]
    levels = {logger: logger.level for logger in (root, *named)}
    for logger in levels:
        logger.setLevel(logging.DEBUG)
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)
    for logger, level in levels.items():
        logger.setLevel(level)


def test_no_secret_is_written_down(lines: StringIO, settings: Settings) -> None:
    settings.DEBUG = False
    cache.clear()
    ada = make_user()
    ada.set_password(PASSWORD)
    ada.save()
    secrets = {"password": PASSWORD, "new password": NEW_PASSWORD, "link password": LINK_PASSWORD, "address": ada.email}
    secrets |= sign_in_and_change_password(ada)
    secrets |= share_and_come(ada)
    secrets |= be_invited(ada)
    secrets |= connect_by_socket(ada)
    written = lines.getvalue()
    assert written.count("request_finished") > 8
    assert '"event": "handshake"' in written
    told = {name: line for name, secret in secrets.items() for line in written.splitlines() if secret in line}
    assert told == {}


def sign_in_and_change_password(ada: User) -> dict[str, str]:
    client = Client()
    client.post("/accounts/login/", {"login": ada.email, "password": "wrong " + PASSWORD})
    client.post("/accounts/login/", {"login": ada.email, "password": PASSWORD})
    first = client.cookies[settings.SESSION_COOKIE_NAME].value
    change = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client.post("/accounts/password/change/", change)
    Client().post("/accounts/password/reset/", {"email": ada.email})
    key = next(word for word in str(mail.outbox[-1].body).split() if "/key/" in word)
    Client().get(key[key.index("/accounts") :], follow=True)
    return {"session": first, "second session": client.session.session_key or "", "reset": key.split("/key/")[1][:-1]}


def share_and_come(ada: User) -> dict[str, str]:
    document = make_document(ada)
    wish = Wish(reach=Reach.ANYONE, role=Role.EDITOR, password=LINK_PASSWORD)
    secret = link_secret(set_link(owner_access(document, ada), wish, ada))
    guest = Client()
    guest.get(f"/s/{secret}")
    guest.post(f"/s/{secret}", {"password": "wrong"}, headers={"HX-Request": "true"})
    guest.post(f"/s/{secret}", {"password": LINK_PASSWORD}, headers={"HX-Request": "true"})
    guest.get(f"/s/{secret}/more?key={secret}")
    logging.getLogger("django.request").error("Internal Server Error: %s", f"/s/{secret}")
    logging.getLogger("editor").error("it_failed", extra={"path": f"/s/{secret}", "url": f"/x/{secret}"})
    return {"link": secret, "visitor": guest.cookies[COOKIE].value}


def be_invited(ada: User) -> dict[str, str]:
    document = make_document(ada)
    invitation = invite(owner_access(document, ada), "cho@example.org", Role.VIEWER, ada)
    secret = invitation_secret(invitation)
    send_invitation(invitation_id=str(invitation.pk))
    Client().get(f"/invitations/{secret}")
    return {"invitation": secret, "who was invited": invitation.email}


def connect_by_socket(ada: User) -> dict[str, str]:
    token = issue_token(ada, "test")
    async_to_sync(visit)(make_document(ada).pk, token)
    connections.close_all()
    return {"token": token}


async def visit(document: UUID, token: str) -> None:
    async with a_process() as sockets:
        for path in (of_document(document), "/ws/me"):
            sockets.append(Socket(path, token=token))
            await sockets[-1].until(2)
        await Socket(of_document(document), token=token[:-1] + "x").ended()
