"""Files that people put into documents. Their bytes are in the bucket, under keys made of ids only."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editor.accounts.models import new_id


class Kind(models.TextChoices):
    IMAGE = "image", _("Image")
    FILE = "file", _("File")


class State(models.IntegerChoices):
    """Where a file stands; it only ever goes on to a larger number."""

    PROMISED = 10, _("Promised")
    CHECKED = 20, _("Checked")
    READY = 30, _("Ready")
    GOING = 40, _("To be removed")


class MediaFile(models.Model):
    """One uploaded file. What is promised at first (size, type) is replaced by what the bytes said when it is checked.

    `sha256` is of the bytes as uploaded: from CHECKED on no other bytes are taken for this file. `web_size` and
    `thumb_size` are the bytes of the smaller pictures, null where there is none. `unused_since` is when the sweep first
    saw that no document shows the file.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.FILE, editable=False)
    name = models.CharField(max_length=255, editable=False)
    size = models.BigIntegerField(editable=False)
    content_type = models.CharField(max_length=127, editable=False)
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    state = models.PositiveSmallIntegerField(choices=State.choices, default=State.PROMISED, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    is_animated = models.BooleanField(default=False, editable=False)
    web_size = models.BigIntegerField(null=True, editable=False)
    thumb_size = models.BigIntegerField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    resized_at = models.DateTimeField(null=True, editable=False)
    unused_since = models.DateTimeField(null=True, editable=False)

    class Meta:
        app_label = "editor"
        verbose_name = _("file")
        indexes: ClassVar = [
            models.Index(fields=["state", "created_at"], name="media_file_state"),
            models.Index(fields=["uploader"], name="media_file_uploader"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def upload_key(self) -> str:
        return f"uploads/{self.pk}"

    @property
    def original_key(self) -> str:
        return f"files/{self.pk}/original"

    @property
    def web_key(self) -> str:
        return f"files/{self.pk}/web"

    @property
    def thumb_key(self) -> str:
        return f"files/{self.pk}/thumb"


class FileUse(models.Model):
    """A document's claim on a file: who may view the document may have the file.

    Made by uploading into the document or by adopting from another one, never by what the content says.
    `unused_since` is null while the content shows the file.
    """

    file = models.ForeignKey(MediaFile, on_delete=models.CASCADE, related_name="uses")
    document = models.ForeignKey("editor.Document", on_delete=models.CASCADE, related_name="file_uses")
    unused_since = models.DateTimeField(null=True, default=timezone.now, editable=False)

    class Meta:
        app_label = "editor"
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "file"], name="file_use_once")]
        indexes: ClassVar = [models.Index(fields=["unused_since"], name="file_use_unused")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.file_id}"
