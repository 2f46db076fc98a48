"""What the server writes takes the same log as what people write."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from channels.layers import BaseChannelLayer
from django.db import transaction
from pycrdt import Doc, Text, XmlElement, XmlFragment, XmlText
from pytest_django import Settings

from editor.documents.ports import realtime
from editor.log.models import ClientOwner, LogEntry, LogHead, Source
from editor.log.reading import read_log
from editor.log.verification import find_problems
from editor.realtime.people import announce_people
from tests.people import make_document, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def titled(text: str) -> Any:
    def edit(doc: Doc[Any]) -> None:
        doc["title"] += text

    return edit


def paragraph(doc: Doc[Any]) -> None:
    doc["default"].children.append(XmlElement("paragraph", None, [XmlText("words")]))


def nothing(doc: Doc[Any]) -> None:
    """Changes nothing."""


def read_title(document_id: Any) -> str:
    doc: Doc[Any] = Doc()
    doc["title"], doc["default"] = Text(), XmlFragment()
    state = read_log(document_id)
    for update in state.updates if state else []:
        doc.apply_update(update)
    return str(doc["title"])


class Hanging(BaseChannelLayer):
    """A bus that takes nothing."""

    asked = 0

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        type(self).asked += 1
        await asyncio.Event().wait()


@pytest.fixture
def hanging(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> type[Hanging]:
    monkeypatch.setattr("editor.realtime.server_writes._TIMEOUT", 0.1)
    monkeypatch.setattr("editor.realtime.server_writes._Bus.quiet_until", 0.0)
    monkeypatch.setattr(Hanging, "asked", 0)
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": f"{__name__}.Hanging"}}
    return Hanging


def test_a_bus_that_hangs_is_waited_for_once(hanging: type[Hanging]) -> None:
    ids = [uuid4() for _ in range(3)]
    realtime().announce_event(ids, {"type": "linked"})
    realtime().announce_event(ids, {"type": "linked"})
    announce_people(ids, {"type": "notifications"}, {"type": "documents"})
    assert hanging.asked == 1


def test_an_edit_is_one_row_with_its_author_and_source() -> None:
    ada = make_user()
    document = make_document(ada)
    realtime().write(document.pk, titled("Plans"), ada.pk, Source.IMPORT)
    realtime().write(document.pk, paragraph, ada.pk, Source.SYSTEM)
    rows = list(LogEntry.objects.filter(document=document).order_by("number"))
    assert [(row.number, row.author, row.source) for row in rows] == [
        (1, ada.pk, Source.IMPORT),
        (2, ada.pk, Source.SYSTEM),
    ]
    assert read_title(document.pk) == "Plans"
    assert LogHead.objects.get(document=document).head == 2
    assert find_problems(document.pk) == []


def test_every_write_has_a_client_id_of_its_own() -> None:
    ada = make_user()
    document = make_document(ada)
    for _ in range(3):
        realtime().write(document.pk, titled("x"), ada.pk, Source.API)
    assert ClientOwner.objects.filter(document=document, author=ada.pk).count() == 3


def test_an_edit_that_changes_nothing_leaves_no_row() -> None:
    ada = make_user()
    document = make_document(ada)
    realtime().write(document.pk, titled("Plans"), ada.pk, Source.API)
    realtime().write(document.pk, nothing, ada.pk, Source.API)
    assert LogEntry.objects.filter(document=document).count() == 1


def test_a_write_is_rolled_back_with_the_transaction_that_it_was_made_in() -> None:
    ada = make_user()
    document = make_document(ada)
    with transaction.atomic():
        realtime().write(document.pk, titled("Plans"), ada.pk, Source.API)
        transaction.set_rollback(True)
    assert not LogEntry.objects.filter(document=document).exists()
    assert LogHead.objects.get(document=document).head == 0


def test_an_edit_that_fails_leaves_nothing_behind() -> None:
    ada = make_user()
    document = make_document(ada)

    def edit(doc: Doc[Any]) -> None:
        doc["title"] += "half"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        realtime().write(document.pk, edit, ada.pk, Source.API)
    assert not LogEntry.objects.filter(document=document).exists()
