"""What follows an edit: names that are new in a document, and documents that somebody watches."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.utils import timezone
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from editor.accounts.models import User
from editor.documents.models import Document, Role
from editor.documents.ports import realtime
from editor.documents.projections import refresh_projection
from editor.log.models import Source
from editor.notifications.choices import pay_attention
from editor.notifications.models import Attention, Mention, Notification
from tests.people import make_document, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> User:
    return make_user("Ada")


@pytest.fixture
def ben() -> User:
    return make_user("Ben")


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
