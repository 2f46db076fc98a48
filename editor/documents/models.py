"""Documents and who belongs to them."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editor.accounts.models import new_id


class Role(models.IntegerChoices):
    """What a person may do; each role may do all that the smaller ones may. Tens leave room between."""

    VIEWER = 10, _("Can view")
    COMMENTER = 20, _("Can comment")
    EDITOR = 30, _("Can edit")
    OWNER = 40, _("Owner")


class Document(models.Model):
    """A document. Its content is in the log; the columns from `title` down are projections of that content.

    `parent` and `space` say where it is: under another document, at the top of a space, or neither. `path` (the
    ancestors, from the top) and `inherits_from` (the ancestors, and the space, whose grants reach this document: none
    above a document that doesn't inherit) are derived from them, and written by `tree.py` alone.

    Projections are written only by `projections.py`, guarded by `projected_number`: the number of the log entry up to
    which the content was read for them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    parent = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="children"
    )
    space = models.ForeignKey(
        "editor.Space", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="documents"
    )
    position = models.IntegerField(default=0, db_default=0, editable=False)
    inherits = models.BooleanField(default=True, db_default=True, editable=False)
    path = ArrayField(models.UUIDField(), default=list, db_default=[], editable=False)
    inherits_from = ArrayField(models.UUIDField(), default=list, db_default=[], editable=False)
    locked_at = models.DateTimeField(null=True, blank=True, editable=False)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    trashed_at = models.DateTimeField(null=True, blank=True, editable=False)
    trashed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    trashed_with = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    """The document that took this one to the trash; itself, or null, for one that was moved there by itself."""
    is_template = models.BooleanField(default=False, db_default=False, editable=False)
    icon = models.CharField(max_length=40, blank=True, default="", db_default="", editable=False)
    cover = models.UUIDField(null=True, editable=False)
    """The file (a picture that the document uses) that is shown across the top."""
    cover_position = models.PositiveSmallIntegerField(default=50, db_default=50, editable=False)
    """Which part of a cover that is too high is shown: 0 is its top, 100 its bottom."""
    removed_at = models.DateTimeField(null=True, editable=False)
    """Deleted for good: out of everybody's reach, and taken out of the database soon (`removal.py`)."""

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
            models.Index(fields=["parent", "position"], name="document_place"),
            models.Index(fields=["space", "position"], name="document_space_place"),
            models.Index(fields=["trashed_at"], condition=models.Q(trashed_at__isnull=False), name="document_trashed"),
            models.Index(fields=["removed_at"], condition=models.Q(removed_at__isnull=False), name="document_removed"),
            GinIndex(fields=["path"], name="document_path"),
            GinIndex(fields=["inherits_from"], name="document_inherits_from"),
        ]

    def __str__(self) -> str:
        return self.title or gettext("Untitled")

    @property
    def is_trashed(self) -> bool:
        return self.trashed_at is not None


class DocumentLink(models.Model):
    """A document's text links to another document: a projection, written by `backlinks.py` alone."""

    source = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="links", db_index=False)
    target = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="linked_by")

    class Meta:
        app_label = "editor"
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "target"], name="document_link_once")]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"


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


class Grant(models.Model):
    """Who gets which role from which node (a document or a space), whatever it comes from. A view of the database, and
    the one place that says what gives a right (its SQL: `ANY_GRANTS` in migration 0018, `GRANTS` in 0009).

    `holder_id` is an active user's id or a visitor's. `valid_until` is when the grant ends by itself. A grant reaches
    the document that is its node, and those that have the node in `inherits_from`.
    """

    class Via(models.TextChoices):
        PERSON = "person"
        TEAM = "team"
        SPACE = "space"
        OPEN = "open"
        LINK = "link"

    pk = models.CompositePrimaryKey("node_id", "holder_id", "via")
    node_id = models.UUIDField()
    holder_id = models.UUIDField()
    role = models.PositiveSmallIntegerField(choices=Role.choices)
    valid_until = models.DateTimeField(null=True)
    via = models.CharField(max_length=10, choices=Via.choices)

    class Meta:
        app_label = "editor"
        managed = False
        db_table = "editor_grant"

    def __str__(self) -> str:
        return f"{self.holder_id} {self.role} from {self.node_id}"
