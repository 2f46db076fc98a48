"""Who may do what in the administration: looking is not changing, and changing people is not being a superuser."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.urls import reverse
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from editor.accounts.models import Token, User
from editor.documents.access import find_rights
from editor.documents.models import Document, Role
from editor.documents.trashing import trash_documents
from editor.operations.models import Upkeep
from editor.realtime.models import LiveSession
from tests.operations.administration import act, boss, connect, session_of, text_of
from tests.people import client_of, make_clerk, make_document, make_user
from tests.rules.urls import all_routes

pytestmark = pytest.mark.django_db


def state_of(document: Document) -> tuple[Any, ...]:
    found = Document.objects.get(pk=document.pk)
    return found.locked_at, found.trashed_at, found.removed_at, Upkeep.objects.count()


@pytest.mark.parametrize(
    "action", ["lock", "unlock", "move_to_trash", "restore", "delete_for_good", "verify", "compact"]
)
def test_who_may_only_look_at_documents_changes_none(action: str) -> None:
    ada = make_user("Ada")
    documents = [make_document(ada), make_document(ada)]
    trash_documents([documents[1].pk], ada)
    before = [state_of(document) for document in documents]
    answer = act(client_of(make_clerk("view_document")), "editor/document", action, *documents, confirmed="1")
    assert answer.status_code == 200
    assert [state_of(document) for document in documents] == before


def test_nor_becomes_an_owner_by_looking() -> None:
    clerk, document = make_clerk("view_document"), make_document(make_user("Ada"))
    answers = {"confirmed": "1", "owner": clerk.email, "keeps": "nothing"}
    act(client_of(clerk), "editor/document", "change_owner", document, **answers)
    assert find_rights(clerk.pk, document.pk) is None
    clerk = make_clerk("change_document")
    act(client_of(clerk), "editor/document", "change_owner", document, **{**answers, "owner": clerk.email})
    rights = find_rights(clerk.pk, document.pk)
    assert rights is not None
    assert rights.role == Role.OWNER


def test_deleting_for_good_takes_a_permission_of_its_own() -> None:
    ada = make_user("Ada")
    document = make_document(ada)
    trash_documents([document.pk], ada)
    for permissions in (("change_document",), ("view_document", "delete_document")):
        act(client_of(make_clerk(*permissions)), "editor/document", "delete_for_good", document, confirmed="1")
        gone = Document.objects.get(pk=document.pk).removed_at is not None
        assert gone == ("delete_document" in permissions)


def test_the_log_is_for_those_who_may_see_documents() -> None:
    document = make_document(make_user("Ada"), "Secret plan")
    path = f"/admin/editor/document/{document.pk}/log/"
    assert client_of(make_clerk()).get(path).status_code == 403
    assert "Secret plan" in text_of(client_of(make_clerk("view_document")).get(path))


# What staff have without a permission: the first page, which is empty for them, and the words of its scripts.
FOR_ALL_STAFF = {
    "index",
    "login",
    "logout",
    "password_change",
    "password_change_done",
    "jsi18n",
    "autocomplete",
    "app_list",
}


def test_staff_without_a_permission_get_nothing_by_any_address() -> None:
    clerk = make_clerk()
    client, document = client_of(clerk), make_document(make_user("Ada"), "Secret plan")
    named = [route for route in all_routes() if route.namespace == "admin" and route.name.isidentifier()]
    routes = [route for route in named if route.name not in FOR_ALL_STAFF]
    assert len(routes) > 40
    for route in routes:
        values = dict.fromkeys(route.parameters, str(document.pk))
        url = reverse(f"admin:{route.name}", kwargs=values)
        for answer in (client.get(url), client.post(url, {"post": "yes", "confirmed": "1"})):
            assert answer.status_code in {302, 403, 404, 405}, url
            assert "Secret plan" not in text_of(answer)
    assert "Secret plan" not in text_of(client.get("/admin/"))


@pytest.mark.parametrize("permissions", [("view_user",), ("view_user", "change_user")])
def test_nobody_but_a_superuser_acts_on_one(permissions: tuple[str, ...]) -> None:
    root = boss()
    Authenticator.objects.create(user=root, type="totp", data={})
    browser, _key = session_of(root)
    client = client_of(make_clerk(*permissions))
    for action in ("deactivate", "reset_second_factor", "sign_out", "hand_over"):
        act(client, "editor/user", action, root, confirmed="1")
    assert User.objects.get(pk=root.pk).is_active
    assert Authenticator.objects.filter(user=root).exists()
    assert browser.get("/admin/").status_code == 200
    change = {"email": "mine@example.org", "name": "Mine", "is_active": "on"}
    assert client.post(f"/admin/editor/user/{root.pk}/change/", change).status_code == 403
    assert client.post(f"/admin/editor/user/{root.pk}/password/", {}).status_code == 403


def test_who_may_only_look_at_people_deactivates_nobody() -> None:
    ada = make_user("Ada")
    act(client_of(make_clerk("view_user")), "editor/user", "deactivate", ada)
    assert User.objects.get(pk=ada.pk).is_active
    act(client_of(make_clerk("change_user")), "editor/user", "deactivate", ada)
    assert not User.objects.get(pk=ada.pk).is_active


def test_who_may_change_people_gives_nobody_rights() -> None:
    clerk = make_clerk("change_user")
    ticked = {"is_active": "on", "is_staff": "on", "is_superuser": "on", "user_permissions": "1"}
    change = {"email": clerk.email, "name": "Renamed", **ticked}
    assert client_of(clerk).post(f"/admin/editor/user/{clerk.pk}/change/", change).status_code == 302
    after = User.objects.get(pk=clerk.pk)
    assert (after.name, after.is_superuser, after.user_permissions.count()) == ("Renamed", False, 1)
    assert after.has_perm("editor.change_user")


def test_handing_over_takes_the_right_to_change_what_is_handed_over() -> None:
    ada, clerk = make_user("Ada"), make_clerk("change_user")
    document = make_document(ada)
    for action in ("hand_over", "deactivate"):
        act(client_of(clerk), "editor/user", action, ada, confirmed="1", heir=clerk.email)
    assert find_rights(clerk.pk, document.pk) is None
    assert not User.objects.get(pk=ada.pk).is_active


def test_who_may_issue_tokens_issues_none_of_a_superuser() -> None:
    root, ada, client = boss(), make_user("Ada"), client_of(make_clerk("add_token", "view_user"))
    for user in (root, ada):
        client.post("/admin/editor/token/add/", {"user": user.pk, "name": "robot"})
    assert [token.user for token in Token.objects.all()] == [ada]


def test_who_may_only_look_at_connections_ends_none() -> None:
    ada, root = make_user("Ada"), boss()
    document, (browser, key) = make_document(ada), session_of(root)
    sessions = [connect(ada, document, "one"), connect(root, document, "two", key)]
    for action in ("close", "sign_out"):
        act(client_of(make_clerk("view_livesession")), "editor/livesession", action, *sessions)
    assert not LiveSession.objects.filter(asked_to_close_at__isnull=False).exists()
    act(client_of(make_clerk("change_livesession")), "editor/livesession", "sign_out", *sessions)
    assert browser.get("/admin/").status_code == 200


def test_who_may_only_look_at_jobs_cancels_none() -> None:
    job = ProcrastinateJob.objects.get(
        pk=app.configure_task("editor.log.tasks.compact_document").defer(document_id="1c0f")
    )
    act(client_of(make_clerk("view_procrastinatejob")), "procrastinate/procrastinatejob", "cancel", job)
    assert ProcrastinateJob.objects.get(pk=job.pk).status == "todo"


@pytest.mark.parametrize("model", ["auth/group", "account/emailaddress", "socialaccount/socialaccount"])
def test_what_leads_to_being_somebody_who_may_more_takes_more_than_a_permission(model: str) -> None:
    """A group has permissions, to a verified address a new password is sent, an account elsewhere signs in."""
    root, name = boss(), model.partition("/")[2]
    clerk = make_clerk(*(f"{what}_{name}" for what in ("add", "change", "delete", "view")), "view_user")
    values = {"name": "Mine", "user": root.pk, "email": "mine@example.org", "verified": "on"}
    for client, expected in ((client_of(clerk), 403), (client_of(root), 200)):
        assert client.get(f"/admin/{model}/").status_code == expected
        assert client.get(f"/admin/{model}/add/").status_code == expected
        assert (f"/admin/{model}/" in text_of(client.get("/admin/"))) == (expected == 200)
    assert client_of(clerk).post(f"/admin/{model}/add/", values).status_code == 403
    assert not EmailAddress.objects.filter(user=root, email="mine@example.org").exists()
