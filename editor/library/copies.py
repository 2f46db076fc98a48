"""What is known of a copy while it is made: enough to go on after a crash, and to do nothing twice."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from editor.documents.models import Document


class Kind(models.TextChoices):
    DUPLICATE = "duplicate"
    TEMPLATE = "template"
    """Makes a template of a document."""
    START = "start"
    """Makes a document from a template."""


class Copying(models.Model):
    """One wish to copy a document. Its id comes with the dialog, so that a second click is the same wish.

    It comes with the copy of the document itself; `total` counts what is below too. `problem` says why it ended early.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    with_below = models.BooleanField(default=False)
    total = models.IntegerField(default=1)
    problem = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "editor"
        indexes: ClassVar = [models.Index(fields=["created_at"], name="copying_created")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.source_id}"


class CopiedDocument(models.Model):
    """Which document became which, in the transaction that made it."""

    copying = models.ForeignKey(Copying, on_delete=models.CASCADE, related_name="copied")
    source = models.UUIDField()
    copy = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")

    class Meta:
        app_label = "editor"
        constraints: ClassVar = [models.UniqueConstraint(fields=["copying", "source"], name="copied_once")]

    def __str__(self) -> str:
        return f"{self.source} → {self.copy_id}"
