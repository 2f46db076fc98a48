"""The address of a dialog, opened as a page, leads to the page that the dialog stands over."""

from uuid import UUID, uuid4

import pytest

from tests.people import client_of, make_user
from tests.rules.urls import all_routes

pytestmark = pytest.mark.django_db

IN_A_DOCUMENT = ("members", "place", "duplicate", "template", "icon", "title", "leaving", "ownership", "inheriting")
OTHERS = ("link_renewed", "deletion", "attention")
DIALOGS = {
    **dict.fromkeys(("space_settings", "space_delete"), "/spaces/{space_id}/"),
    **dict.fromkeys(("team_settings", "team_delete"), "/teams/{team_id}/"),
    **{f"document_{name}": "/documents/{document_id}/" for name in (*IN_A_DOCUMENT, *OTHERS)},
    "space_new": "/spaces/",
    "team_new": "/teams/",
    "template_choose": "/templates/",
    "trash_empty": "/trash",
}


@pytest.mark.parametrize("name", DIALOGS)
def test_the_address_of_a_dialog_opens_the_page_behind_it(name: str) -> None:
    values: dict[str, UUID | int | str] = {"document_id": uuid4(), "space_id": uuid4(), "team_id": uuid4()}
    route = next(route for route in all_routes() if route.name == name)
    url = route.url(**{key: values[key] for key in route.parameters})
    client, opened = client_of(make_user()), {"Accept": "text/html,*/*;q=0.8"}
    answer = client.get(url, headers=opened)
    assert (answer.status_code, answer.headers["Location"]) == (302, DIALOGS[name].format(**values))
    assert client.get(url, headers={**opened, "HX-Request": "true"}).status_code in {200, 404}
