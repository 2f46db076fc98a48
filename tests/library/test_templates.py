"""Templates: made, listed for those who may see them, kept out of the ordinary lists, started from."""

from typing import Any
from uuid import uuid4

import pytest

from editor.accounts.models import User
from editor.documents import actions, trashing
from editor.documents.access import access_document
from editor.documents.actions import Place
from editor.documents.models import Document, Role
from editor.library.branches import View, read_tree
from editor.library.copies import Copying
from editor.library.lists import list_documents
from editor.library.templates import find_templates, find_tops
from editor.spaces.models import Space, SpaceMember
from tests.people import client_of, make_document, make_user

pytestmark = pytest.mark.django_db


def make_template(document: Document, user: User, space: Space | None = None, **fields: Any) -> Document:
    """As the dialog does it; on the way the document must become a template of its own."""
    wish = uuid4()
    fields |= {"wish": wish, "space": space.pk if space else ""}
    answer = client_of(user).post(f"/documents/{document.pk}/template", fields)
    assert answer.status_code == 200, answer.content
    return Document.objects.get(pk=Copying.objects.get(pk=wish).copied.get(source=document.pk).copy_id)


def make_space(**roles: tuple[User, Role]) -> Space:
    space = Space.objects.create(name="Team")
    for user, role in roles.values():
        SpaceMember.objects.create(space=space, user=user, role=role)
    return space


def test_a_template_is_a_copy_that_only_its_maker_sees() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada, ben=(ben, Role.VIEWER))
    template = make_template(document, ben)
    assert (template.is_template, template.created_by) == (True, ben)
    assert list(find_templates(ben)) == [template]
    assert not find_templates(ada)
    assert not Document.objects.get(pk=document.pk).is_template


def test_in_a_space_everybody_there_sees_it_and_only_who_writes_there_may_put_it_there() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    space = make_space(ada=(ada, Role.EDITOR), ben=(ben, Role.VIEWER))
    template = make_template(make_document(ada), ada, space)
    assert list(find_templates(ben)) == [template]
    fields = {"wish": uuid4(), "space": space.pk}
    refused = client_of(ben).post(f"/documents/{make_document(ben).pk}/template", fields)
    assert refused.status_code == 422
    assert "You can’t write there" in refused.content.decode()  # noqa: RUF001 — as it is set


def test_templates_stay_out_of_lists_and_trees() -> None:
    ada = make_user("Ada")
    document = make_document(ada, "Plan")
    make_template(document, ada)
    for shown in ("all", "mine", "private"):
        assert [row.document for row in list_documents(ada, shown, None).rows] == [document]
    assert [item.document for item in read_tree(ada, View()).private.items] == [document]


def test_the_page_shows_what_is_in_it_who_made_it_and_in_which_space() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    space = make_space(ada=(ada, Role.EDITOR), ben=(ben, Role.VIEWER))
    template = make_template(make_document(ada), ada, space)
    Document.objects.filter(pk=template.pk).update(title="Minutes", text="Who was there")
    page = client_of(ben).get("/templates/").content.decode()
    for said in ("Minutes", "Who was there", "Team", "Ada"):
        assert said in page
    assert "Rename" not in page


def test_somebody_starts_from_it_in_the_place_where_they_are() -> None:
    ada = make_user("Ada")
    parent, document = make_document(ada), make_document(ada)
    actions.create_document(ada, Place(parent_id=document.pk))
    template = make_template(document, ada, with_below="on")
    assert find_templates(ada).count() == 2
    assert list(find_tops(ada, "")) == [template]
    wish = uuid4()
    started = client_of(ada).post(f"/templates/{template.pk}/use", {"wish": wish, "parent": parent.pk})
    assert started.status_code == 200
    made = Document.objects.get(parent=parent)
    assert started.headers["HX-Redirect"] == f"/documents/{made.pk}/"
    assert not made.is_template
    assert Document.objects.filter(parent=made, is_template=False).count() == 1


def test_nobody_starts_from_what_is_no_template_or_where_they_may_not_write() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document, elsewhere = make_document(ada), make_document(ben)
    template = make_template(document, ada)
    client = client_of(ada)
    assert client.post(f"/templates/{document.pk}/use", {"wish": uuid4()}).status_code == 404
    fields = {"wish": uuid4(), "parent": elsewhere.pk}
    assert client.post(f"/templates/{template.pk}/use", fields).status_code == 422
    assert client_of(ben).post(f"/templates/{template.pk}/use", {"wish": uuid4()}).status_code == 404


def test_the_dialog_finds_templates_by_title_and_text() -> None:
    ada = make_user("Ada")
    for title, text in (("Minutes", "Who was there"), ("Offer", "What it costs"), ("100 %", "")):
        template = make_template(make_document(ada), ada)
        Document.objects.filter(pk=template.pk).update(title=title, text=text)
    assert [one.title for one in find_tops(ada, "minu")] == ["Minutes"]
    assert [one.title for one in find_tops(ada, "costs")] == ["Offer"]
    assert [one.title for one in find_tops(ada, "%")] == ["100 %"]
    dialog = client_of(ada).get("/templates/choose", {"q": "nothing\0 like it"}).content.decode()
    assert "No template has" in dialog


def test_a_template_is_trashed_and_restored_as_a_document() -> None:
    ada = make_user("Ada")
    template = make_template(make_document(ada), ada)
    trashing.trash(access_document(ada, template.pk), ada)
    assert not find_templates(ada)
    assert "Template" in client_of(ada).get("/trash").content.decode()
    trashing.restore(access_document(ada, template.pk, trashed=True), ada)
    assert list(find_templates(ada)) == [template]
