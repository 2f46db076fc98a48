"""Icons and covers: who sets them, what they may be, and that a cover keeps its file."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.utils import timezone

from editor.accounts.models import User
from editor.documents import actions
from editor.documents.access import DocumentNotFound, access_document
from editor.documents.actions import Refused
from editor.documents.models import Document, Role
from editor.documents.projections import refresh_projection
from editor.documents.titles import rename
from editor.library.looks import ICONS, is_emoji, set_cover, set_cover_position, set_icon
from editor.media.models import FileUse, Kind, MediaFile
from editor.media.tasks import sweep_files
from tests.documents.conftest import Recording, told
from tests.media.uploads import make_file
from tests.people import make_document, make_user

pytestmark = pytest.mark.django_db

__all__ = ["told"]


def picture(document: Document, user: User) -> UUID:
    return make_file(document, user, kind=Kind.IMAGE).pk


@pytest.mark.parametrize(
    "sign", ["🚀", "❤️", "👍🏽", "👩‍🚀", "🏳️‍🌈", "🇫🇷", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "1️⃣", "‼️", "〰️", "↔️"]
)  # fmt: skip
def test_an_emoji_is_an_icon(sign: str) -> None:
    assert is_emoji(sign)


@pytest.mark.parametrize("text", ["", "a", "🚀🚀", "🚀a", "<b>", "é", "漢", "\u200d", "🚀" * 20, "🇫🇷🇩🇪", "1", "\0"])
def test_anything_else_is_none(text: str) -> None:
    assert not is_emoji(text)


def test_every_icon_is_there_for_the_templates() -> None:
    assert [name for name in ICONS if not (settings.BASE_DIR / "static" / "icons" / f"{name}.svg").exists()] == []


def test_editors_set_the_icon_and_open_pages_are_told(
    told: Recording,
    django_capture_on_commit_callbacks: Any,
) -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada, ben=(ben, Role.VIEWER))
    for icon in ("rocket", "🚀", ""):
        with django_capture_on_commit_callbacks(execute=True):
            set_icon(access_document(ada, document.pk), icon)
        assert Document.objects.get(pk=document.pk).icon == icon
    assert told.events == [(document.pk, {"type": "look"})] * 3
    with pytest.raises(DocumentNotFound):
        set_icon(access_document(ben, document.pk), "rocket")
    with pytest.raises(Refused):
        set_icon(access_document(ada, document.pk), "skull-from-elsewhere")


def test_nobody_changes_the_look_of_a_locked_document() -> None:
    ada = make_user("Ada")
    document = make_document(ada)
    before = access_document(ada, document.pk)
    actions.set_locked(before, ada, locked=True)
    with pytest.raises(DocumentNotFound):
        set_icon(before, "rocket")
    with pytest.raises(DocumentNotFound):
        set_cover(before, None)


def test_only_a_picture_of_this_document_is_its_cover() -> None:
    ada = make_user("Ada")
    document, other = make_document(ada), make_document(ada)
    access = access_document(ada, document.pk)
    for missing in (picture(other, ada), uuid4()):
        with pytest.raises(DocumentNotFound):
            set_cover(access, missing)
    with pytest.raises(Refused, match="picture"):
        set_cover(access, make_file(document, ada).pk)
    mine = picture(document, ada)
    set_cover(access, mine)
    set_cover_position(access, 23)
    document.refresh_from_db()
    assert (document.cover, document.cover_position) == (mine, 20)
    set_cover(access, None)
    document.refresh_from_db()
    assert document.cover is None


def test_a_cover_keeps_its_file_from_the_sweep_and_one_that_was_given_up_does_not() -> None:
    ada = make_user("Ada")
    document = make_document(ada)
    access = access_document(ada, document.pk)
    cover, former = picture(document, ada), picture(document, ada)
    set_cover(access, former)
    set_cover(access, cover)
    assert FileUse.objects.get(file=cover).unused_since is None
    assert FileUse.objects.get(file=former).unused_since is not None
    long_ago = timezone.now() - timedelta(days=400)
    # Even where the use is noted wrongly: what the document shows is looked at before a file goes.
    FileUse.objects.update(unused_since=long_ago)
    MediaFile.objects.update(unused_since=long_ago)
    sweep_files(0)
    assert list(MediaFile.objects.values_list("pk", flat=True)) == [cover]


def test_writing_in_the_document_leaves_the_cover_in_use() -> None:
    ada = make_user("Ada")
    document = make_document(ada)
    cover = picture(document, ada)
    set_cover(access_document(ada, document.pk), cover)
    rename(access_document(ada, document.pk), "Plan", ada.pk)
    assert refresh_projection(document.pk)
    assert FileUse.objects.get(file=cover).unused_since is None
