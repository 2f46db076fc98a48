"""Every URL, every kind of visitor, every method. A new route without a row fails here."""

from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.db import connections

from editor.realtime import runtime
from tests.people import client_of, make_document, make_user
from tests.rules.urls import all_routes
from tests.rules.visits import METHODS, VISITORS, Visits, request

pytestmark = pytest.mark.django_db

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
    ("invited", "GET"): (302, 404, 404, 404, 404, 404),  # nobody left an invitation to sign in
    ("invited", "POST"): (302, 404, 404, 404, 404, 404),
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
    ("metrics", "GET"): (404, 404, 404, 404, 404, 404),  # without METRICS_TOKEN
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


def test_every_route_has_a_row() -> None:
    assert {name for name, _ in ROWS} == set(our_routes())


@pytest.mark.parametrize("visitor", VISITORS)
def test_every_visitor_gets_what_the_rows_say(visitor: str) -> None:
    visits = Visits(visitor)
    expected = {address: row[VISITORS.index(visitor)] for address, row in ROWS.items()}
    tried = {address: status for address, status in expected.items() if status is not None}
    assert {address: visits.visit(*address) for address in tried} == tried


def test_every_other_method_is_refused() -> None:
    visits = Visits("owner")
    others = [(name, method) for name in sorted(our_routes()) for method in METHODS if (name, method) not in ROWS]
    assert {address: visits.visit(*address) for address in others} == dict.fromkeys(others, 405)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("visitor", "trashed", "status"), [("anonymous", False, 401), ("stranger", False, 404), ("owner", True, 404)]
)
async def test_an_upload_is_taken_only_from_those_who_are_in_the_document(
    visitor: str, trashed: bool, status: int
) -> None:
    def ask() -> int:
        visits = Visits(visitor, trashed=trashed)
        return request(visits.client(), visits.values, "document_updates", "POST")

    try:
        assert await sync_to_async(ask)() == status
    finally:
        await runtime.stop()
        await sync_to_async(connections.close_all)()


ANSWERED_ALIKE = {"document_ask", "document_look", "document_mentioned_in", "document_standing", "document_updates"}
WITHIN_A_DOCUMENT = sorted({name for name, _ in ROWS if name.startswith("document_")} - ANSWERED_ALIKE)
FOR_OWNERS_IN_THE_TRASH = {"document_restore": 302, "document_deletion": 200}


@pytest.mark.parametrize("visitor", VISITORS[1:])
def test_in_the_trash_a_document_is_out_of_reach_but_for_restoring(visitor: str) -> None:
    visits = Visits(visitor, trashed=True)
    methods = {name: _first_method(name) for name in WITHIN_A_DOCUMENT}
    expected = dict.fromkeys(methods, 404) | (FOR_OWNERS_IN_THE_TRASH if visitor == "owner" else {})
    assert {name: visits.visit(name, method) for name, method in methods.items()} == expected


def _first_method(name: str) -> str:
    return next(method for method in ("POST", "GET", "PUT") if (name, method) in ROWS)


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
