"""Who is told, and who isn't."""

from uuid import uuid4

import pytest

from editor.accounts.models import User, Visitor
from editor.documents.models import Document, Membership, Role
from editor.notifications.choices import choose_mails, pay_attention
from editor.notifications.lists import count_unread, latest, mark_read, visible_notifications
from editor.notifications.models import Attention, Mail, Notification
from editor.notifications.notify import notify
from tests.people import make_user

pytestmark = pytest.mark.django_db


def recipients() -> list[User]:
    return [one.recipient for one in Notification.objects.select_related("recipient").order_by("recipient__name")]


def test_the_one_who_does_it_is_not_told(ada: User, ben: User, plan: Document) -> None:
    notify("mention", [ada, ben.pk, ben], actor=ada, document=plan)
    assert recipients() == [ben]


def test_nobody_is_told_of_a_document_that_they_may_not_open(ada: User, ben: User, plan: Document) -> None:
    gone = make_user("Gone", is_active=False)
    Membership.objects.create(document=plan, user=gone, role=Role.VIEWER)
    notify("mention", [ben, make_user("Stranger"), gone, uuid4()], actor=ada, document=plan)
    assert recipients() == [ben]


def test_the_same_is_told_once(ada: User, ben: User, plan: Document) -> None:
    for key in ("request:1", "request:1", "request:2", "", ""):
        notify("access_request", [ada], actor=ben, document=plan, key=key)
    assert Notification.objects.count() == 4


def test_a_visitor_is_named_as_others_see_them(ada: User, plan: Document) -> None:
    notify("edited", [ada], actor=Visitor.objects.create(), document=plan)
    assert "Guest" in latest(ada)[0].sentence


def test_what_is_too_long_is_cut(ada: User, ben: User) -> None:
    notify("invitation", [ben], actor=ada, subject="x" * 900, text="y" * 900)
    told = Notification.objects.get()
    assert (len(told.subject), len(told.text)) == (500, 500)


def test_nothing_is_shown_of_a_document_while_it_may_not_be_opened(ada: User, ben: User, plan: Document) -> None:
    notify("shared", [ben], actor=ada, document=plan)
    notify("invitation", [ben], actor=ada, subject="Design team")
    assert count_unread(ben) == 2
    Membership.objects.filter(user=ben).delete()
    assert [row.notification.subject for row in latest(ben)] == ["Design team"]
    assert count_unread(ben) == 1
    Membership.objects.create(document=plan, user=ben, role=Role.VIEWER)
    assert count_unread(ben) == 2


def test_names_in_a_sentence_are_escaped(ada: User, ben: User, plan: Document) -> None:
    User.objects.filter(pk=ada.pk).update(name="<b>{what}</b>")
    Document.objects.filter(pk=plan.pk).update(title="{0} <script>")
    notify("mention", [ben], actor=User.objects.get(pk=ada.pk), document=plan)
    sentence = latest(ben)[0].sentence
    assert "&lt;b&gt;{what}&lt;/b&gt;" in sentence
    assert "{0} &lt;script&gt;" in sentence


def test_a_muted_document_tells_what_is_meant_for_one_alone_and_mails_nothing(
    ada: User, ben: User, plan: Document
) -> None:
    pay_attention(ben, plan, Attention.Level.MUTE)
    for kind in ("edited", "mention"):
        notify(kind, [ben], actor=ada, document=plan)
    assert list(Notification.objects.values_list("kind", "mail")) == [("mention", Mail.OFF)]


def test_choices_hold_for_what_waits_too(ada: User, ben: User, plan: Document) -> None:
    notify("mention", [ben], actor=ada, document=plan)
    notify("shared", [ben], actor=ada, document=plan)
    choose_mails(ben, {"mention": Mail.DIGEST})
    notify("mention", [ben], actor=ada, document=plan)
    mails = dict(Notification.objects.values_list("kind", "mail"))
    assert mails == {"mention": Mail.DIGEST, "shared": Mail.NOW}
    pay_attention(ben, plan, Attention.Level.MUTE)
    choose_mails(ben, {"mention": Mail.NOW})
    assert set(Notification.objects.values_list("mail", flat=True)) == {Mail.OFF}


def test_all_are_read_but_what_came_after_the_list(ada: User, ben: User) -> None:
    for subject in ("One", "Two", "Three"):
        notify("shared", [ben], actor=ada, subject=subject)
    mark_read(ben, until=visible_notifications(ben)[1].pk)
    assert list(visible_notifications(ben).filter(read_at=None).values_list("subject", flat=True)) == ["Three"]
    mark_read(ada)
    assert count_unread(ben) == 1
