"""Gives a person another picture."""

from uuid import UUID, uuid4

from django.db import transaction

from editor.accounts.models import User
from editor.media import storage
from editor.profile.pictures import CONTENT_TYPE, key_of, square
from editor.profile.tasks import delete_picture


def set_picture(user_id: UUID, data: bytes) -> UUID:
    """Keeps the picture under a new id, so that browsers may keep the old one as long as they like.

    Raises media's Refused for what is no sound picture, and StorageUnavailable.
    """
    picture_id = uuid4()
    storage.write(key_of(picture_id), square(data), CONTENT_TYPE, "inline")
    replace_picture(user_id, picture_id)
    return picture_id


@transaction.atomic
def replace_picture(user_id: UUID, picture_id: UUID | None) -> None:
    """The picture that was there before is deleted, once this transaction is committed and the store answers."""
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    if user.picture is not None:
        delete_picture.defer(picture_id=str(user.picture))
    User.objects.filter(pk=user_id).update(picture=picture_id)
