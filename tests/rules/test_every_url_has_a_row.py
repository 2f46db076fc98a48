"""Every URL, every kind of visitor, every method. A new route without a row fails here."""

from uuid import UUID, uuid4

import pytest
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

pytestmark = pytest.mark.django_db

VISITORS = ("anonymous", "stranger", "viewer", "commenter", "editor", "owner")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

# What each visitor gets, in the order of VISITORS. None: tried elsewhere, with what it takes.
ROWS: dict[tuple[str, str], tuple[int | None, ...]] = {
    ("home", "GET"): (302, 200, 200, 200, 200, 200),
    ("panel", "GET"): (302, 200, 200, 200, 200, 200),
    ("trash", "GET"): (302, 200, 200, 200, 200, 200),
    ("documents", "POST"): (302, 302, 302, 302, 302, 302),
    ("document", "GET"): (302, 404, 200, 200, 200, 200),
    ("document_children", "GET"): (302, 404, 200, 200, 200, 200),
    ("document_menu", "GET"): (302, 404, 200, 200, 200, 200),
    ("document_breadcrumb", "GET"): (302, 404, 200, 200, 200, 200),
    ("document_favourite", "POST"): (302, 404, 200, 200, 200, 200),
    ("document_favourite", "DELETE"): (302, 404, 200, 200, 200, 200),
    ("document_place", "GET"): (302, 404, 404, 404, 200, 200),
    ("document_place", "POST"): (302, 404, 404, 404, 204, 204),
    ("templates", "GET"): (302, 200, 200, 200, 200, 200),
    ("template_choose", "GET"): (302, 200, 200, 200, 200, 200),
    ("template_use", "POST"): (302, 404, 404, 404, 404, 404),  # it is no template
    ("copying", "GET"): (302, 404, 404, 404, 404, 404),  # it is another one's
    ("trash_empty", "GET"): (302, 200, 200, 200, 200, 200),
    ("trash_empty", "POST"): (302, 200, 200, 200, 200, 200),
    ("document_duplicate", "GET"): (302, 404, 200, 200, 200, 200),
    ("document_duplicate", "POST"): (302, 404, 422, 422, 422, 422),
    ("document_template", "GET"): (302, 404, 200, 200, 200, 200),
    ("document_template", "POST"): (302, 404, 422, 422, 422, 422),
    ("document_deletion", "GET"): (302, 404, 404, 404, 404, 404),  # it isn't in the trash
    ("document_deletion", "POST"): (302, 404, 404, 404, 404, 404),
    ("document_look", "GET"): (302, 204, 200, 200, 200, 200),
    ("document_icon", "GET"): (302, 404, 404, 404, 200, 200),
    ("document_icon", "POST"): (302, 404, 404, 404, 204, 204),
    ("document_cover", "POST"): (302, 404, 404, 404, 200, 200),
    ("document_mentioned_in", "GET"): (302, 204, 200, 200, 200, 200),
    ("document_title", "GET"): (302, 404, 404, 404, 200, 200),
    ("document_title", "POST"): (302, 404, 404, 404, 204, 204),
    ("document_trash", "POST"): (302, 404, 404, 404, 404, 302),
    ("document_trash", "DELETE"): (302, 404, 404, 404, 404, 404),  # it isn't in the trash
    ("document_restore", "POST"): (302, 404, 404, 404, 404, 404),
    ("document_members", "GET"): (302, 404, 200, 200, 200, 200),
    ("document_members", "POST"): (302, 404, 404, 404, 404, 422),
    ("document_member", "POST"): (302, 404, 404, 404, 404, 200),
    ("document_member", "DELETE"): (302, 404, 404, 404, 404, 200),
    ("document_offered", "GET"): (302, 404, 404, 404, 404, 200),
    ("document_team", "POST"): (302, 404, 404, 404, 404, 200),
    ("document_team", "DELETE"): (302, 404, 404, 404, 404, 200),
    ("document_invitation", "POST"): (302, 404, 404, 404, 404, 200),
    ("document_invitation", "DELETE"): (302, 404, 404, 404, 404, 200),
    ("document_invitation_again", "POST"): (302, 404, 404, 404, 404, 200),
    ("document_leaving", "GET"): (302, 404, 200, 200, 200, 200),
    ("document_leaving", "POST"): (302, 404, 200, 200, 200, 422),
    ("document_ownership", "GET"): (302, 404, 404, 404, 404, 200),
    ("document_ownership", "POST"): (302, 404, 404, 404, 404, 422),
    ("document_inheriting", "GET"): (302, 404, 404, 404, 404, 200),
    ("document_inheriting", "POST"): (302, 404, 404, 404, 404, 200),
    ("document_lock", "POST"): (302, 404, 404, 404, 404, 200),
    ("document_lock", "DELETE"): (302, 404, 404, 404, 404, 200),
    ("document_standing", "GET"): (302, 204, 200, 200, 200, 200),
    ("document_link", "POST"): (302, 404, 404, 404, 404, 422),
    ("document_link", "DELETE"): (302, 404, 404, 404, 404, 200),
    ("document_link_renewed", "GET"): (302, 404, 404, 404, 404, 200),
    ("document_link_renewed", "POST"): (302, 404, 404, 404, 404, 200),
    ("document_link_password", "POST"): (302, 404, 404, 404, 404, 404),  # there is no such link
    ("document_ask", "POST"): (302, 200, 200, 200, 200, 200),  # the same whatever there is
    ("document_request", "POST"): (302, 404, 404, 404, 404, 200),
    ("document_request", "DELETE"): (302, 404, 404, 404, 404, 200),
    ("link", "GET"): (404, 404, 404, 404, 404, 404),  # a made-up secret; tests/sharing has real ones
    ("link", "POST"): (404, 404, 404, 404, 404, 404),
    ("invitation", "GET"): (404, 404, 404, 404, 404, 404),
    ("invitation", "POST"): (404, 404, 404, 404, 404, 404),
    ("published", "GET"): (404, 404, 404, 404, 404, 404),  # it isn't published
    ("robots", "GET"): (200, 200, 200, 200, 200, 200),
    ("document_people", "GET"): (302, 404, 200, 200, 200, 200),
    ("documents_find", "GET"): (302, 200, 200, 200, 200, 200),
    ("documents_titles", "GET"): (302, 200, 200, 200, 200, 200),
    ("search", "GET"): (302, 200, 200, 200, 200, 200),
    ("search_palette", "GET"): (302, 200, 200, 200, 200, 200),
    ("document_updates", "POST"): (None, None, None, None, None, None),  # below, and in tests/realtime
    ("document_files", "POST"): (403, 404, 404, 404, 201, 201),
    ("document_file", "GET"): (403, 404, 302, 302, 302, 302),
    ("document_file", "DELETE"): (403, 404, 404, 404, 404, 404),  # it is another one's upload
    ("document_file_content", "PUT"): (403, 404, 404, 404, 404, 404),
    ("document_file_confirm", "POST"): (403, 404, 404, 404, 404, 404),
    ("document_file_adopt", "POST"): (403, 404, 404, 404, 200, 200),
    ("teams", "GET"): (302, 200, 200, 200, 200, 200),
    ("teams", "POST"): (302, 422, 422, 422, 422, 422),
    ("team_new", "GET"): (302, 200, 200, 200, 200, 200),
    ("team", "GET"): (302, 200, 200, 200, 200, 200),  # a stranger sees the name
    ("team_settings", "GET"): (302, 404, 404, 404, 404, 200),
    ("team_settings", "POST"): (302, 404, 404, 404, 404, 422),
    ("team_delete", "GET"): (302, 404, 404, 404, 404, 200),
    ("team_delete", "POST"): (302, 404, 404, 404, 404, 200),
    ("team_people", "GET"): (302, 404, 404, 404, 404, 200),
    ("team_members", "POST"): (302, 404, 404, 404, 404, 422),
    ("team_member", "POST"): (302, 404, 404, 404, 404, 200),
    ("team_member", "DELETE"): (302, 404, 404, 404, 404, 200),
    ("spaces", "GET"): (302, 200, 200, 200, 200, 200),
    ("spaces", "POST"): (302, 422, 422, 422, 422, 422),
    ("space_new", "GET"): (302, 200, 200, 200, 200, 200),
    ("space_branch", "GET"): (302, 404, 200, 200, 200, 200),
    ("space", "GET"): (302, 404, 200, 200, 200, 200),
    ("space_documents", "GET"): (302, 404, 200, 200, 200, 200),
    ("space_documents", "POST"): (302, 404, 404, 404, 302, 302),
    ("space_settings", "GET"): (302, 404, 404, 404, 404, 200),
    ("space_settings", "POST"): (302, 404, 404, 404, 404, 422),
    ("space_delete", "GET"): (302, 404, 404, 404, 404, 200),
    ("space_delete", "POST"): (302, 404, 404, 404, 404, 200),
    ("space_people", "GET"): (302, 404, 404, 404, 404, 200),
    ("space_open_role", "POST"): (302, 404, 404, 404, 404, 200),
    ("space_members", "GET"): (302, 404, 200, 200, 200, 200),
    ("space_members", "POST"): (302, 404, 404, 404, 404, 422),
    ("space_member", "POST"): (302, 404, 404, 404, 404, 200),
    ("space_member", "DELETE"): (302, 404, 404, 404, 404, 200),
    ("notifications", "GET"): (302, 200, 200, 200, 200, 200),
    ("notifications_panel", "GET"): (302, 200, 200, 200, 200, 200),
    ("notifications_badge", "GET"): (302, 200, 200, 200, 200, 200),
    ("notifications_read", "POST"): (302, 302, 302, 302, 302, 302),
    ("notifications_unsubscribe", "GET"): (404, 404, 404, 404, 404, 404),  # nothing that we signed
    ("notifications_unsubscribe", "POST"): (404, 404, 404, 404, 404, 404),
    ("notification", "GET"): (302, 404, 404, 404, 404, 404),  # it is another one's
    ("settings_notifications", "GET"): (302, 200, 200, 200, 200, 200),
    ("settings_notifications", "POST"): (302, 422, 422, 422, 422, 422),
    ("document_attention", "GET"): (302, 404, 200, 200, 200, 200),
    ("document_attention", "POST"): (302, 404, 204, 204, 204, 204),
    ("settings", "GET"): (302, 302, 302, 302, 302, 302),
    ("settings_profile", "GET"): (302, 200, 200, 200, 200, 200),
    ("settings_profile", "POST"): (302, 422, 422, 422, 422, 422),
    ("settings_picture", "POST"): (302, 422, 422, 422, 422, 422),
    ("sign_in_ways", "GET"): (302, 200, 200, 200, 200, 200),
    ("settings_sessions", "GET"): (302, 200, 200, 200, 200, 200),
    ("end_session", "POST"): (302, 302, 302, 302, 302, 302),
    ("delete_account", "GET"): (302, 200, 200, 200, 200, 200),
    ("delete_account", "POST"): (302, 422, 422, 422, 422, 422),
    ("person_picture", "GET"): (404, 404, 404, 404, 404, 404),  # tests/profile
    ("service_worker", "GET"): (200, 200, 200, 200, 200, 200),
    ("manifest", "GET"): (200, 200, 200, 200, 200, 200),
    ("offline_list", "GET"): (200, 200, 200, 200, 200, 200),
    ("offline_document", "GET"): (200, 200, 200, 200, 200, 200),
    ("healthz", "GET"): (200, 200, 200, 200, 200, 200),
    ("readyz", "GET"): (None, None, None, None, None, None),  # tests/operations
}

# allauth's own, tried in tests/accounts: they know nothing of documents.
ACCOUNT_ROUTES = {
    "account_change_password",
    "account_confirm_email",
    "account_confirm_login_code",
    "account_email",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_set_password",
    "account_signup",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_edit_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "openid_connect_callback",
    "openid_connect_login",
    "single_sign_on",
    "socialaccount_connections",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",
}
ADMIN_ROUTES = {"admin/logout/", "admin/password_change/"}  # they lead to the accounts' own


def our_routes() -> list[str]:
    theirs = ACCOUNT_ROUTES | ADMIN_ROUTES
    return [route.name for route in all_routes() if route.namespace != "admin" and route.name not in theirs]


def visit(visitor: str, name: str, method: str, *, trashed: bool = False) -> int:
    """The status that a fresh visitor of this kind gets for a fresh document with one viewer beside them."""
    owner, other = make_user("Owner"), make_user("Other")
    document = make_document(owner, other=(other, Role.VIEWER))
    user: User | None = None
    if visitor == "owner":
        user = owner
    elif visitor != "anonymous":
        user = make_user(visitor)
        if visitor != "stranger":
            document.memberships.create(user=user, role=Role[visitor.upper()])
    values: dict[str, UUID | int | str] = {"document_id": document.pk, "user_id": other.pk, "token": "nothing"}
    values["secret"] = "nothing"
    values["copying_id"] = Copying.objects.create(pk=uuid4(), user=other, source=document, kind="duplicate").pk
    values["notification_id"] = Notification.objects.create(recipient=other, kind="shared", subject="Plan").pk
    if name.startswith(("document_team", "document_invitation", "document_request")):
        values |= make_sharing(document, owner)
    if name.startswith(("team", "space")):
        values |= make_groups(owner, other, user, visitor)
    if trashed:
        client_of(owner).post(f"/documents/{document.pk}/trash")
    values |= {"file_id": make_file(document, other).pk, "picture_id": uuid4()}
    return request(client_of(user), values, name, method)


def make_sharing(document: Document, owner: User) -> dict[str, UUID | int | str]:
    """A team that has access, somebody who is invited and somebody who asks."""
    team = create_team(owner, f"Team {uuid4()}", "")
    TeamShare.objects.create(document=document, team=team, role=Role.VIEWER)
    invitation = DocumentInvitation.objects.create(
        document=document, email="cho@example.org", role=Role.VIEWER, digest=str(uuid4()), expires_at=timezone.now()
    )
    request = AccessRequest.objects.create(document=document, user=make_user("Cho"))
    return {"team_id": team.pk, "invitation_id": invitation.pk, "request_id": request.pk}


def make_groups(owner: User, other: User, user: User | None, visitor: str) -> dict[str, UUID | int | str]:
    """A team and a space with the same people as the document; whoever owns it manages the team."""
    team, space = create_team(owner, f"Team {uuid4()}", ""), create_space(owner, "Space")
    member = SpaceMember.objects.create(space=space, user=other, role=Role.VIEWER)
    TeamMember.objects.create(team=team, user=other)
    if user is not None and visitor not in {"stranger", "owner"}:
        SpaceMember.objects.create(space=space, user=user, role=Role[visitor.upper()])
        TeamMember.objects.create(team=team, user=user)
    return {"team_id": team.pk, "space_id": space.pk, "member_id": member.pk}


def request(client: Client, values: dict[str, UUID | int | str], name: str, method: str) -> int:
    route = next(route for route in all_routes() if route.name == name)
    url = route.url(**{key: values[key] for key in route.parameters})
    if name == "document_updates" and method == "POST":
        return client.post(url, b"not an update", content_type="application/octet-stream").status_code
    if name == "document_files" and method == "POST":
        return client.post(url, {"name": "a.txt", "size": 1}, content_type="application/json").status_code
    if method == "POST":
        return client.post(url, {"title": "New", "role": "20"}).status_code
    return client.generic(method, url).status_code


def test_every_route_has_a_row() -> None:
    assert {name for name, _ in ROWS} == set(our_routes())


@pytest.mark.parametrize(("name", "method"), ROWS)
def test_every_visitor_gets_what_the_row_says(name: str, method: str) -> None:
    expected = ROWS[name, method]
    got = tuple(
        None if wanted is None else visit(visitor, name, method)
        for visitor, wanted in zip(VISITORS, expected, strict=True)
    )
    assert got == expected


@pytest.mark.parametrize("name", sorted({name for name, _ in ROWS}))
def test_every_other_method_is_refused(name: str) -> None:
    others = [method for method in METHODS if (name, method) not in ROWS]
    assert {method: visit("owner", name, method) for method in others} == dict.fromkeys(others, 405)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("visitor", "trashed", "status"), [("anonymous", False, 401), ("stranger", False, 404), ("owner", True, 404)]
)
def test_an_upload_is_taken_only_from_those_who_are_in_the_document(visitor: str, trashed: bool, status: int) -> None:
    assert visit(visitor, "document_updates", "POST", trashed=trashed) == status


ANSWERED_ALIKE = {"document_ask", "document_look", "document_mentioned_in", "document_standing", "document_updates"}
WITHIN_A_DOCUMENT = sorted({name for name, _ in ROWS if name.startswith("document_")} - ANSWERED_ALIKE)


@pytest.mark.parametrize("name", WITHIN_A_DOCUMENT)
@pytest.mark.parametrize("visitor", VISITORS[1:])
def test_in_the_trash_a_document_is_out_of_reach_but_for_restoring(name: str, visitor: str) -> None:
    method = next(method for method in ("POST", "GET", "PUT") if (name, method) in ROWS)
    for_owners = {"document_restore": 302, "document_deletion": 200}
    expected = for_owners.get(name, 404) if visitor == "owner" else 404
    assert visit(visitor, name, method, trashed=True) == expected


@pytest.mark.parametrize("visitor", ["stranger", "owner"])
def test_the_administration_is_closed_to_everybody_but_staff(visitor: str) -> None:
    client = client_of(make_user(visitor))
    for route in all_routes():
        if route.namespace == "admin" and not route.parameters:
            assert client.get(f"/admin/{'' if route.name == 'index' else route.name}").status_code in {301, 302, 404}


def test_an_id_that_does_not_exist_is_answered_as_a_forbidden_one() -> None:
    client, document = client_of(make_user()), make_document(make_user("Other"))
    absent = client.get(f"/documents/{uuid4()}/")
    forbidden = client.get(f"/documents/{document.pk}/")
    assert (absent.status_code, forbidden.status_code) == (404, 404)
    assert _without_token(absent.content) == _without_token(forbidden.content)


def _without_token(page: bytes) -> list[str]:
    return [line for line in page.decode().splitlines() if "csrf" not in line]
