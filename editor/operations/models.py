"""What the administration remembers: sizes day by day, jobs that failed, what was asked of documents' logs."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class SizesOfDay(models.Model):
    """What there was altogether at the end of a day, in bytes."""

    day = models.DateField(primary_key=True)
    documents = models.BigIntegerField()
    text = models.BigIntegerField()
    log = models.BigIntegerField()
    snapshots = models.BigIntegerField()
    files = models.BigIntegerField()

    class Meta:
        app_label = "editor"

    def __str__(self) -> str:
        return str(self.day)

    @property
    def together(self) -> int:
        return self.text + self.log + self.snapshots + self.files


class DocumentSize(models.Model):
    """What a document took on a day on which it had changed, in bytes."""

    document = models.ForeignKey("editor.Document", on_delete=models.CASCADE, related_name="sizes", db_index=False)
    day = models.DateField()
    text = models.BigIntegerField()
    log = models.BigIntegerField()
    snapshots = models.BigIntegerField()
    files = models.BigIntegerField()

    class Meta:
        app_label = "editor"
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "day"], name="document_size_once")]

    def __str__(self) -> str:
        return f"{self.document_id} on {self.day}"

    @property
    def together(self) -> int:
        return self.text + self.log + self.snapshots + self.files


class JobFailure(models.Model):
    """Why a job failed: procrastinate keeps that it did, not why."""

    job_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())
    error = models.TextField()

    class Meta:
        app_label = "editor"
        indexes: ClassVar = [models.Index(fields=["job_id", "-at"], name="job_failure_job")]

    def __str__(self) -> str:
        return self.error


class Upkeep(models.Model):
    """Something that an administrator has asked for a document's log, and what came of it."""

    class What(models.TextChoices):
        VERIFY = "verify", _("Verify the log")
        COMPACT = "compact", _("Compact")

    document = models.ForeignKey("editor.Document", on_delete=models.CASCADE, related_name="upkeep")
    what = models.CharField(max_length=10, choices=What.choices)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)
    is_fine = models.BooleanField(null=True)
    outcome = models.TextField(blank=True, default="", db_default="")

    class Meta:
        app_label = "editor"
        indexes: ClassVar = [models.Index(fields=["document", "-asked_at"], name="upkeep_document")]

    def __str__(self) -> str:
        return self.get_what_display()
