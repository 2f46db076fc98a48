"""Every address with what the table of rights doesn't have: guests, ids of two documents, forms of other sites."""

import pytest
from django.db.models import Model
from django.test import Client

from editor.documents.models import Document, Membership, Role
from editor.media.models import FileUse, MediaFile
from editor.sharing.links import Wish, set_link
from editor.sharing.models import AccessRequest, DocumentInvitation, LinkPass, Reach, ShareLink, TeamShare
from editor.sharing.secrets import link_secret
from editor.spaces.models import SpaceMember
from editor.teams.models import TeamMember
from tests.people import owner_access
from tests.rules.test_every_url_has_a_row import ROWS
from tests.rules.urls import all_routes
from tests.rules.visits import VISITORS, Visits, request

pytestmark = pytest.mark.django_db

CHANGING = sorted((name, method) for name, method in ROWS if method != "GET" and name != "document_updates")
BY_MAIL_PROGRAMS = "notifications_unsubscribe"  # it takes what we signed, and no cookie
WITHIN = {route.name for route in all_routes() if len(route.parameters) > 1}
WITH_TWO_IDS = [(name, method) for name, method in CHANGING if name in WITHIN]
STORED: tuple[type[Model], ...] = (
    AccessRequest,
    Document,
    DocumentInvitation,
    FileUse,
    LinkPass,
    MediaFile,
    Membership,
    ShareLink,
    SpaceMember,
    TeamMember,
    TeamShare,
)


class GuestVisits(Visits):
    """Somebody without an account who came by a link to edit the document."""

    def __init__(self) -> None:
        super().__init__("anonymous")
        document = Document.objects.select_related("created_by").get(pk=str(self.values["document_id"]))
        owner = document.created_by
        assert owner is not None
        link = set_link(owner_access(document, owner), Wish(reach=Reach.ANYONE, role=Role.EDITOR), owner)
        self._guest = Client()
        assert self._guest.get(f"/s/{link_secret(link)}").status_code == 302

    def client(self) -> Client:
        client = Client()
        client.cookies.load(self._guest.cookies.output(header="", sep=";"))
        return client


def test_a_guest_is_answered_as_anybody_but_for_the_document_itself() -> None:
    guest = GuestVisits()
    asked = {address: row[VISITORS.index("anonymous")] for address, row in ROWS.items()}
    asked = {address: status for address, status in asked.items() if status is not None}
    found = {address: guest.visit(*address) for address in asked}
    parts = ("document", "document_look", "document_mentioned_in", "document_standing")
    more = {(name, "GET"): 200 for name in parts} | {("document_file", "GET"): 302}
    assert {address: status for address, status in found.items() if status != asked[address]} == more


def everything() -> set[str]:
    """All that is stored of rights, files and documents."""
    return {f"{model.__name__} {row}" for model in STORED for row in model._default_manager.values_list()}


@pytest.mark.parametrize(("name", "method"), WITH_TWO_IDS)
def test_what_belongs_to_another_document_is_out_of_reach_by_ones_own(name: str, method: str) -> None:
    """The document, team or space is the attacker's own; whatever else the address names is somebody else's."""
    own, foreign = Visits("owner"), Visits("stranger")
    place = f"{name.partition('_')[0]}_id"
    values = foreign.values if place == "document_id" else foreign.values | foreign._groups
    mine = own.values if place == "document_id" else own.values | own._groups
    before = everything()
    assert request(own.client(), {**values, place: mine[place]}, name, method) in {200, 404, 422}
    assert before <= everything()


@pytest.mark.parametrize(("name", "method"), [asked for asked in CHANGING if asked[0] != BY_MAIL_PROGRAMS])
def test_a_form_of_another_site_is_refused_everywhere(name: str, method: str) -> None:
    visits = Visits("owner")
    client = visits.client()
    client.handler.enforce_csrf_checks = True
    values = visits.values | visits._groups if name.startswith(("team", "space")) else visits.values
    before = everything()
    assert request(client, values, name, method) == 403
    assert everything() == before
