"""Coming by a document's link: whom it lets in, as what, and until when."""

import logging
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from editor.accounts.models import User, Visitor
from editor.accounts.visitors import COOKIE, WAS_GUEST, find_visitor
from editor.audit.models import AuditEvent
from editor.documents.access import Reader, find_rights
from editor.documents.models import Document, Role
from editor.sharing.links import Wish, find_link, remove_link, renew_link, set_link
from editor.sharing.models import LinkPass, Reach, ShareLink
from editor.sharing.secrets import link_secret
from tests.media.uploads import make_file
from tests.people import access_version, client_of, make_document, make_user, owner_access

pytestmark = pytest.mark.django_db
PASSWORD = "one for the guests"
INBOUND = {"HX-Request": "true"}


def link_of(document: Document, owner: User, **wish: object) -> ShareLink:
    chosen = {"reach": Reach.ANYONE, "role": Role.EDITOR, **wish}
    return set_link(owner_access(document, owner), Wish(**chosen), owner)  # type: ignore[arg-type]  # by their names


def visit(client: Client, link: ShareLink, password: str | None = None) -> int:
    url = f"/s/{link_secret(link)}"
    if password is None:
        return client.get(url).status_code
    return client.post(url, {"password": password}, headers=INBOUND).status_code


def role_of(client: Client, document: Document) -> Role | None:
    """Of whoever sits at this browser: somebody signed in, a visitor, or nobody."""
    user_id = client.session.get("_auth_user_id")
    reader: Reader | None = User.objects.get(pk=user_id) if user_id else find_visitor(_cookies(client))
    rights = None if reader is None else find_rights(reader.pk, document.pk)
    return None if rights is None else rights.role


def _cookies(client: Client) -> dict[str, str]:
    return {name: morsel.value for name, morsel in client.cookies.items()}


# reach, has a password, has run out, is signed in, gives the password → the role that they get
TABLE: list[tuple[Reach, bool, bool, bool, bool, Role | None]] = [
    (reach, has_password, is_over, is_signed_in, gives, role)
    for reach in Reach
    for has_password in (False, True)
    for is_over in (False, True)
    for is_signed_in in (False, True)
    for gives in (False, True)
    for role in [
        Role.EDITOR if not is_over and (is_signed_in or reach == Reach.ANYONE) and (gives or not has_password) else None
    ]
]


@pytest.mark.parametrize(("reach", "has_password", "is_over", "is_signed_in", "gives", "role"), TABLE)
def test_who_comes_by_a_link_gets_its_role_if_all_is_as_it_asks(
    reach: Reach, has_password: bool, is_over: bool, is_signed_in: bool, gives: bool, role: Role | None
) -> None:
    ada = make_user("Ada")
    document = make_document(ada)
    link = link_of(document, ada, reach=reach, password=PASSWORD if has_password else None)
    if is_over:
        ShareLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    client = client_of(make_user("Ben") if is_signed_in else None)
    visit(client, link)
    if gives:
        visit(client, link, PASSWORD)
        if is_signed_in:
            client.post(f"/documents/{document.pk}/link/password", {"password": PASSWORD}, headers=INBOUND)
    assert role_of(client, document) == role
    opened = client.get(f"/documents/{document.pk}/")
    asks = is_signed_in and reach == Reach.SIGNED_IN and has_password and not is_over
    assert (opened.status_code == 200) == (role is not None or asks)
    assert ('id="body"' in opened.content.decode()) == (role is not None)


def test_a_wrong_secret_is_answered_as_one_that_never_was_and_nobody_hears_of_it() -> None:
    ada = make_user()
    document = make_document(ada)
    link = link_of(document, ada)
    secret = link_secret(link)
    remove_link(owner_access(document, ada), ada)
    answers = [Client().get(f"/s/{one}") for one in (secret, "A" * 22, "short")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    for answer in answers:
        assert "This link doesn't work any more" in answer.content.decode()
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer.headers["X-Robots-Tag"]
    assert Visitor.objects.count() == 0


def test_the_database_keeps_no_secret_and_no_password() -> None:
    ada = make_user()
    link = link_of(make_document(ada), ada, password=PASSWORD)
    secret = link_secret(link)
    kept = str(ShareLink.objects.filter(pk=link.pk).values().get())
    assert len(secret) == 22
    assert secret not in kept
    assert PASSWORD not in kept
    assert link.password.startswith("argon2")
    assert secret not in str(list(AuditEvent.objects.values()))


def test_no_log_line_has_the_secret(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> None:
    ada = make_user()
    link = link_of(make_document(ada), ada)
    secret = link_secret(link)
    visit(Client(), link)
    logging.getLogger("django.request").error("Internal Server Error: %s", f"/s/{secret}")
    assert secret not in capsys.readouterr().err


@pytest.mark.parametrize("change", ["password", "secret", "reach", "off"])
def test_whoever_came_before_is_out_after(change: str) -> None:
    ada, client = make_user(), Client()
    document = make_document(ada)
    link, access = link_of(document, ada), owner_access(document, ada)
    old = link_secret(link)
    visit(client, link)
    assert role_of(client, document) == Role.EDITOR
    before = access_version(document)
    if change == "password":
        link_of(document, ada, password=PASSWORD)
    elif change == "secret":
        renew_link(access, ada)
    elif change == "reach":
        link_of(document, ada, reach=Reach.SIGNED_IN)
    else:
        remove_link(access, ada)
    assert role_of(client, document) is None
    assert find_link(old) is None
    assert access_version(document) > before


def test_another_role_or_end_keeps_the_link_and_those_who_came() -> None:
    ada, client = make_user(), Client()
    document = make_document(ada)
    link = link_of(document, ada)
    visit(client, link)
    end = timezone.now() + timedelta(days=1)
    changed = link_of(document, ada, role=Role.VIEWER, expires_at=end)
    assert link_secret(changed) == link_secret(link)
    visitor = find_visitor(_cookies(client))
    assert visitor is not None
    rights = find_rights(visitor.pk, document.pk)
    assert rights is not None
    assert (rights.role, rights.valid_until) == (Role.VIEWER, end)


def test_a_guest_who_signs_in_keeps_what_they_could_open_and_is_no_guest_any_more() -> None:
    ada, ben = make_user("Ada"), make_user("Ben", password=PASSWORD)
    document, client = make_document(ada), Client()
    visit(client, link_of(document, ada))
    visitor = Visitor.objects.get()
    client.post("/accounts/login/", {"login": ben.email, "password": PASSWORD})
    visitor.refresh_from_db()
    assert visitor.user == ben
    assert client.cookies[COOKIE].value == ""
    assert client.cookies[WAS_GUEST].value == str(visitor.pk)
    assert role_of(client, document) == Role.EDITOR


def test_what_a_guest_could_open_once_takes_nothing_from_the_account_they_sign_in_to() -> None:
    ada, ben = make_user("Ada"), make_user("Ben", password=PASSWORD)
    document, guest = make_document(ada), Client()
    link = link_of(document, ada)
    visit(guest, link)
    renew_link(owner_access(document, ada), ada)
    link.refresh_from_db()
    visit(client_of(ben), link)
    guest.post("/accounts/login/", {"login": ben.email, "password": PASSWORD})
    assert role_of(guest, document) == Role.EDITOR


def test_a_guest_sees_the_document_and_nothing_for_members() -> None:
    ada, client = make_user(), Client()
    document = make_document(ada, "Accounts")
    visit(client, link_of(document, ada))
    page = client.get(f"/documents/{document.pk}/").content.decode()
    assert "You are a guest and can" in page
    for hidden in ('id="share"', "Your documents", "Move to trash", "Move…", "Notifications…"):
        assert hidden not in page
    for path in ("members", "people", "leaving", "link"):
        assert client.get(f"/documents/{document.pk}/{path}").status_code in {302, 405}
    assert client.get("/").status_code == 302
    assert client.get(f"/documents/{make_document(ada).pk}/").status_code == 302


def test_a_guest_reads_the_documents_files_and_adds_none() -> None:
    ada, client = make_user(), Client()
    document = make_document(ada)
    url = f"/documents/{document.pk}/files"
    file = make_file(document, ada)
    assert client.get(f"{url}/{file.pk}").status_code == 403
    visit(client, link_of(document, ada))
    assert client.get(f"{url}/{file.pk}").status_code == 302
    sent = client.post(url, {"name": "a.txt", "size": 1}, content_type="application/json")
    assert (sent.status_code, "Sign in" in sent.json()["message"]) == (403, True)


def test_a_new_link_is_asked_about_in_the_dialog() -> None:
    ada = make_user()
    document = make_document(ada)
    old, client = link_secret(link_of(document, ada)), client_of(ada)
    assert "The old link stops working" in client.get(f"/documents/{document.pk}/link/renewed").content.decode()
    assert find_link(old) is not None
    client.post(f"/documents/{document.pk}/link/renewed")
    assert find_link(old) is None


def test_after_another_server_key_the_dialog_offers_a_new_link(settings: Settings) -> None:
    ada = make_user()
    document = make_document(ada)
    link = link_of(document, ada)
    ShareLink.objects.filter(pk=link.pk).update(digest="0" * 64)
    page = client_of(ada).get(f"/documents/{document.pk}/members").content.decode()
    assert "Make a new one to copy it" in page
    assert "data-copy" not in page


def test_who_has_more_than_the_link_gives_gets_no_pass() -> None:
    ada = make_user()
    document = make_document(ada)
    assert visit(client_of(ada), link_of(document, ada)) == 302
    assert LinkPass.objects.count() == 0


def test_the_form_says_what_is_wrong() -> None:
    ada = make_user()
    client, url = client_of(ada), f"/documents/{make_document(ada).pk}/link"
    for sent, said in (
        ({"reach": "20", "role": "10", "protected": "on"}, "Enter a password"),
        ({"reach": "20", "role": "10", "expires": "2020-01-01"}, "Choose a day that is still to come"),
        ({"reach": "20", "role": "10", "expires": "0001-01-01"}, "Choose a day that is still to come"),
        ({"reach": "20", "role": "10", "expires": "9999-12-31"}, "too far away"),
        ({"reach": "20", "role": "10", "expires": "soon"}, "That is not a date"),
        ({"reach": "20", "role": "10", "protected": "on", "password": "x" * 129}, "128 characters"),
    ):
        answer = client.post(url, sent)
        assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert client.post(url, {"reach": "20", "role": "40"}).status_code == 422
    assert ShareLink.objects.count() == 0


def test_the_address_to_copy_leads_in() -> None:
    ada = make_user()
    document = make_document(ada)
    client_of(ada).post(f"/documents/{document.pk}/link", {"reach": "20", "role": "10"})
    link = ShareLink.objects.get(document=document)
    page = client_of(ada).get(f"/documents/{document.pk}/members").content.decode()
    assert f"{settings.PUBLIC_ORIGINS[0]}/s/{link_secret(link)}" in page
