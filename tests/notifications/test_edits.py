"""What follows an edit: names that are new in a document, and documents that somebody watches."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.utils import timezone
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from editor.accounts.models import User
from editor.documents.actions import Place, create_document
from editor.documents.models import Document, Role
from editor.documents.ports import realtime
from editor.documents.projections import refresh_projection
from editor.documents.trashing import trash
from editor.log.models import Source
from editor.notifications.choices import pay_attention
from editor.notifications.models import Attention, Mention, Notification
from editor.notifications.tasks import tell_those_mentioned_before
from editor.sharing.people import add_person
from editor.spaces.actions import create_space
from editor.spaces.models import SpaceMember
from tests.people import make_document, make_user, owner_access

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(ada: User, ben: User) -> Document:
    return make_document(ada, "Plan", ben=(ben, Role.EDITOR))


def write(document: Document, author: User, *mentioned: UUID) -> None:
    """One edit: a paragraph in place of all that was there, with these people's names in it."""

    def edit(doc: Doc) -> None:  # type: ignore[type-arg]  # as the port gives it
        body = doc.get("default", type=XmlFragment)
        while len(body.children):
            del body.children[0]
        line = XmlText("Ask ")
        body.children.append(XmlElement("paragraph", {}, [line]))
        for user_id in mentioned:
            line.insert_embed(0, {"type": "mention", "attrs": {"user": str(user_id), "label": "Somebody"}})

    realtime().write(document.pk, edit, author.pk, Source.BROWSER)


def told() -> list[tuple[str, User, User | None]]:
    notifications = Notification.objects.select_related("recipient", "actor").order_by("pk")
    return [(one.kind, one.recipient, one.actor) for one in notifications]


def test_a_new_name_is_news_once(ada: User, ben: User, plan: Document) -> None:
    write(plan, ada, ben.pk)
    refresh_projection(plan.pk)
    assert told() == [("mention", ben, ada)]
    write(plan, ada, ben.pk, ada.pk)
    refresh_projection(plan.pk)
    assert told() == [("mention", ben, ada)]


def test_the_one_who_wrote_the_name_is_said_whoever_wrote_after_them(ada: User, ben: User, plan: Document) -> None:
    write(plan, ada, ben.pk)
    realtime().write(plan.pk, lambda doc: doc["title"].insert(0, "x"), ben.pk, Source.BROWSER)
    refresh_projection(plan.pk)
    assert told() == [("mention", ben, ada)]


def test_a_name_that_is_put_back_is_news_after_a_day(ada: User, ben: User, plan: Document) -> None:
    for mentioned in ([ben.pk], [], [ben.pk]):
        write(plan, ada, *mentioned)
        refresh_projection(plan.pk)
    assert len(told()) == 1
    write(plan, ada)
    refresh_projection(plan.pk)
    Mention.objects.update(gone_at=timezone.now() - timedelta(days=1, minutes=1))
    write(plan, ada, ben.pk)
    refresh_projection(plan.pk)
    assert len(told()) == 2


def test_a_name_that_has_stood_there_for_long_is_no_news(ada: User, ben: User, plan: Document) -> None:
    """As in documents that are older than the table of names."""
    write(plan, ada, ben.pk)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        refresh_projection(plan.pk)
    assert Mention.objects.count() == 1
    assert told() == []


def test_strangers_and_ids_of_nobody_are_not_told(ada: User, plan: Document) -> None:
    stranger = make_user("Stranger")
    write(plan, ada, stranger.pk, plan.pk)
    refresh_projection(plan.pk)
    assert told() == []


def test_who_watches_is_told_once_an_hour_of_what_others_do(ada: User, ben: User, plan: Document) -> None:
    pay_attention(ben, plan, Attention.Level.WATCH)
    pay_attention(ada, plan, Attention.Level.WATCH)
    for _ in range(2):
        write(plan, ada)
        refresh_projection(plan.pk)
    assert told() == [("edited", ben, ada)]
    Notification.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    write(plan, ada)
    refresh_projection(plan.pk)
    assert told() == [("edited", ben, ada)] * 2


def test_names_of_several_writers_are_said_with_theirs(ada: User, ben: User) -> None:
    cho, dee = make_user("Cho"), make_user("Dee")
    plan = make_document(ada, ben=(ben, Role.EDITOR), cho=(cho, Role.VIEWER), dee=(dee, Role.VIEWER))
    write(plan, ada, cho.pk)
    write(plan, ben, cho.pk, dee.pk)
    refresh_projection(plan.pk)
    assert {(recipient, actor) for _, recipient, actor in told()} == {(cho, ben), (dee, ben)}


def let_in(document: Document, by: User, person: User) -> None:
    add_person(owner_access(document, by), person, Role.VIEWER, by)


def test_who_could_not_open_the_document_is_told_once_when_they_can(ada: User, ben: User) -> None:
    plan, cho = make_document(ada, "Plan", ben=(ben, Role.EDITOR)), make_user("Cho")
    write(plan, ada, cho.pk)
    refresh_projection(plan.pk)
    tell_those_mentioned_before(timestamp=0)
    assert told() == []
    let_in(plan, ada, cho)
    for _ in range(2):
        tell_those_mentioned_before(timestamp=0)
        refresh_projection(plan.pk)
    assert told() == [("shared", cho, ada), ("mention", cho, ada)]


def test_by_whatever_way_they_came(ada: User) -> None:
    cho, space = make_user("Cho"), create_space(ada, "Abbey")
    plan = create_document(ada, Place(space_id=space.pk))
    write(plan, ada, cho.pk)
    refresh_projection(plan.pk)
    SpaceMember.objects.create(space=space, user=cho, role=Role.VIEWER)
    tell_those_mentioned_before(timestamp=0)
    assert told() == [("mention", cho, ada)]


def test_whose_name_was_taken_out_meanwhile_is_told_nothing(ada: User) -> None:
    plan, cho = make_document(ada, "Plan"), make_user("Cho")
    for mentioned in ([cho.pk], []):
        write(plan, ada, *mentioned)
        refresh_projection(plan.pk)
    let_in(plan, ada, cho)
    tell_those_mentioned_before(timestamp=0)
    assert told() == [("shared", cho, ada)]


def test_nor_is_anybody_told_what_lies_in_the_trash_until_it_is_back(ada: User) -> None:
    plan, cho = make_document(ada, "Plan"), make_user("Cho")
    write(plan, ada, cho.pk)
    refresh_projection(plan.pk)
    let_in(plan, ada, cho)
    trash(owner_access(plan, ada), ada)
    tell_those_mentioned_before(timestamp=0)
    assert ("mention", cho, ada) not in told()
    Document.objects.update(trashed_at=None)
    tell_those_mentioned_before(timestamp=0)
    assert told()[-1] == ("mention", cho, ada)
