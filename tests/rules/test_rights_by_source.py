"""Every source of a right, every role, every address of a document: what is answered depends on the role alone."""

from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from editor.accounts.models import User, Visitor
from editor.accounts.visitors import COOKIE, keep_visitor
from editor.documents.models import Document, Membership, Role
from editor.library.copies import Copying
from tests.media.uploads import make_file
from tests.people import client_of, make_user
from tests.rights import WAYS, give
from tests.rules.test_every_url_has_a_row import ROWS
from tests.rules.visits import VISITORS, Values, make_sharing, request, undone

pytestmark = pytest.mark.django_db

IN_A_DOCUMENT = [(name, method) for name, method in ROWS if name == "document" or name.startswith("document_")]


# What a visitor without an account may ask for at all, by the smallest role that it takes.
FOR_VISITORS: dict[tuple[str, str], tuple[Role, int]] = {
    ("document", "GET"): (Role.VIEWER, 200),
    ("document_file", "GET"): (Role.VIEWER, 302),
    ("document_look", "GET"): (Role.VIEWER, 200),
    ("document_mentioned_in", "GET"): (Role.VIEWER, 200),
    ("document_standing", "GET"): (Role.VIEWER, 200),
}

# More than the role decides: taking a document out of its place changes who may open it, and only who has a role of
# their own can give it up.
NOT_BY_ROLE_ALONE = {("document_place", "POST"), ("document_leaving", "POST")}


ADDRESSES = [
    address for address in IN_A_DOCUMENT if address[0] != "document_updates" and address not in NOT_BY_ROLE_ALONE
]


def expected_of(source: str, role: Role, address: tuple[str, str]) -> int | None:
    row = ROWS[address]
    if source == "visitor by link":
        minimum, status = FOR_VISITORS.get(address, (Role.OWNER, 0))
        return status if role >= minimum else row[VISITORS.index("anonymous")]
    return row[VISITORS.index("stranger" if source == "none" else role.name.lower())]


@pytest.mark.parametrize(("source", "role"), WAYS, ids=[f"{source}-{role.name.lower()}" for source, role in WAYS])
def test_the_answer_depends_on_the_role_alone(source: str, role: Role) -> None:
    document, _, reader = give(source, role)
    client, values = client_for(reader), values_for(document)
    different = {}
    for address in ADDRESSES:
        expected = expected_of(source, role, address)
        with undone():
            answered = request(client, values, *address)
        if expected is not None and answered != expected:
            different[address] = (answered, expected)
    assert different == {}


def values_for(document: Document) -> Values:
    """Beside the document: a viewer in it, whose file is in it."""
    other = make_user("Other")
    Membership.objects.create(document=document, user=other, role=Role.VIEWER)
    copying = Copying.objects.create(pk=uuid4(), user=other, source=document, kind="duplicate")
    file = make_file(document, other)
    return {
        "document_id": document.pk,
        "user_id": other.pk,
        "file_id": file.pk,
        "copying_id": copying.pk,
        **make_sharing(document, other),
    }


def client_for(reader: User | Visitor) -> Client:
    if isinstance(reader, User):
        return client_of(reader)
    client, response = Client(), HttpResponse()
    keep_visitor(response, reader)
    client.cookies.load({COOKIE: response.cookies[COOKIE].value})
    return client
