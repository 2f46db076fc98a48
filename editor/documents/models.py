"""Documents and who belongs to them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from editor.accounts.models import new_id


class Role(models.IntegerChoices):
    """What a person may do; each role may do all that the smaller ones may. Tens leave room between."""

    VIEWER = 10, "Can view"
    COMMENTER = 20, "Can comment"
    EDITOR = 30, "Can edit"
    OWNER = 40, "Owner"


class Document(models.Model):
    """A document. Its content is in the log; the columns from `title` down are projections of that content.

    Projections are written only by `projections.py`, guarded by `projected_number`: the number of the log entry up to
    which the content was read for them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    trashed_at = models.DateTimeField(null=True, blank=True, editable=False)
    trashed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    title = models.CharField(max_length=500, blank=True, editable=False)
    text = models.TextField(blank=True, editable=False)
    word_count = models.IntegerField(default=0, editable=False)
    violations = models.JSONField(default=list, db_default=models.Value([], models.JSONField()), editable=False)
    """What isn't as the schema has it, up to a hundred: objects with place, kind and detail."""
    projected_number = models.BigIntegerField(default=0, editable=False)
    edited_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_by = models.UUIDField(null=True, editable=False)

    class Meta:
        app_label = "editor"
        indexes: ClassVar = [
            models.Index(fields=["-edited_at"], name="document_edited"),
            models.Index(fields=["id"], condition=~models.Q(violations=[]), name="document_violating"),
        ]

    def __str__(self) -> str:
        return self.title or "Untitled"

    @property
    def is_trashed(self) -> bool:
        return self.trashed_at is not None


class Membership(models.Model):
    """A person's role in a document."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.PositiveSmallIntegerField(choices=Role.choices)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        app_label = "editor"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "user"], name="membership_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.get_role_display()}"
