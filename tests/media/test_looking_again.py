"""Before a file is given up the documents that claim it are read: what their projection noted may be out of date."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from pycrdt import Doc, XmlElement

from editor.documents.models import Document
from editor.documents.ports import realtime
from editor.documents.projections import refresh_projection
from editor.log.models import Source
from editor.media.models import FileUse, MediaFile, State
from editor.media.tasks import sweep_files
from tests.media.uploads import Person, make_file
from tests.people import make_document

pytestmark = pytest.mark.django_db


def write_block(document: Document, person: Person, block: XmlElement) -> None:
    def edit(doc: Doc[Any]) -> None:
        doc["default"].children.append(block)

    realtime().write(document.pk, edit, person.user.pk, Source.SYSTEM)


def show(document: Document, person: Person, file_id: UUID, kind: str = "image") -> None:
    write_block(document, person, XmlElement(kind, {"file": str(file_id)}))


def a_month_later() -> None:
    since = timezone.now() - timedelta(days=31)
    MediaFile.objects.update(unused_since=since)
    FileUse.objects.filter(unused_since__isnull=False).update(unused_since=since)


def is_kept(file: MediaFile) -> bool:
    return MediaFile.objects.filter(pk=file.pk, state=State.READY).exists()


@pytest.mark.parametrize("kind", ["image", "attachment"])
def test_a_file_that_is_adopted_after_it_was_projected_stays_and_is_in_use_again(kind: str) -> None:
    ada = Person.make()
    file, copy = make_file(ada.document, ada.user), make_document(ada.user)
    show(copy, ada, file.pk, kind)
    refresh_projection(copy.pk)
    ada.client.post(f"/documents/{copy.pk}/files/{file.pk}/adopt")
    ada.document.delete()
    a_month_later()
    sweep_files(0)
    assert is_kept(file)
    assert FileUse.objects.get(document=copy).unused_since is None
    sweep_files(0)
    file.refresh_from_db()
    assert file.unused_since is None


def test_a_file_that_is_really_not_shown_goes() -> None:
    ada = Person.make()
    file = make_file(ada.document, ada.user)
    write_block(ada.document, ada, XmlElement("paragraph"))
    refresh_projection(ada.document.pk)
    a_month_later()
    sweep_files(0)
    assert not is_kept(file)


def test_nothing_is_given_up_while_a_document_is_behind() -> None:
    ada = Person.make()
    file = make_file(ada.document, ada.user)
    write_block(ada.document, ada, XmlElement("paragraph"))
    a_month_later()
    sweep_files(0)
    assert is_kept(file)
    refresh_projection(ada.document.pk)
    a_month_later()
    sweep_files(0)
    assert not is_kept(file)


def test_nothing_is_given_up_of_a_document_that_can_not_be_read() -> None:
    ada = Person.make()
    broken, sound = make_file(ada.document, ada.user), make_file(make_document(ada.user), ada.user)
    ada.document.snapshots.create(number=0, payload=b"not an update")
    a_month_later()
    sweep_files(0)
    assert is_kept(broken)
    assert not is_kept(sound)
