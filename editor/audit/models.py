"""What was done that somebody may have to answer for. Rows are only ever added: the database refuses anything else."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


class AuditEvent(models.Model):
    """Somebody did something, at a time, from an address. It outlives those it is about, so it refers to nothing.

    `action` is a short name such as "document.shared"; `details` is a small JSON object that depends on it.
    """

    at = models.DateTimeField(db_default=Now(), editable=False)
    actor = models.UUIDField(null=True, editable=False)
    actor_name = models.CharField(max_length=254, blank=True, editable=False)
    action = models.CharField(max_length=60, editable=False)
    document = models.UUIDField(null=True, editable=False)
    subject = models.CharField(max_length=500, blank=True, editable=False)
    details = models.JSONField(default=dict, editable=False)
    address = models.GenericIPAddressField(null=True, editable=False)

    class Meta:
        app_label = "editor"
        indexes: ClassVar = [
            models.Index(fields=["-at"], name="audit_at"),
            models.Index(fields=["document", "-at"], name="audit_document"),
            models.Index(fields=["actor", "-at"], name="audit_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.action} {self.subject}"
