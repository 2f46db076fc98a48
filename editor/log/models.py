"""The committed updates of every document: the truth that everything else is derived from."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Source(models.IntegerChoices):
    """How an edit came in."""

    BROWSER = 1, _("Browser")
    API = 2, _("Api")
    IMPORT = 3, _("Import")
    RESTORE = 4, _("Restore")
    SYSTEM = 5, _("System")


class LogHead(models.Model):
    """Where a document's log stands. Only the log and the rights write it, always by UPDATE, never by save().

    `head` is the last number given out; `access_version` is raised, under this row's lock, by every change of rights
    that reaches the document; `generation` changes when the log was put back from a backup, so that no browser merges
    a copy from another life into it.
    """

    document = models.OneToOneField(
        "editor.Document", on_delete=models.CASCADE, primary_key=True, related_name="log_head"
    )
    head = models.BigIntegerField(default=0)
    access_version = models.BigIntegerField(default=1)
    generation = models.UUIDField(default=uuid4)

    class Meta:
        app_label = "editor"

    def __str__(self) -> str:
        return f"{self.document_id}@{self.head}"


class LogEntry(models.Model):
    """One committed update. Numbers run 1, 2, 3… per document without a gap, in causal order. Rows never change.

    In the database `document_id` refers to the LogHead (migration 0002), whose row an append holds anyway: a reference
    to the document would make every append wait for whoever locks the document's row, and a batch of them for all.
    """

    pk = models.CompositePrimaryKey("document_id", "number")
    document = models.ForeignKey(
        "editor.Document",
        on_delete=models.CASCADE,
        related_name="log_entries",
        db_index=False,
        db_constraint=False,
    )
    number = models.BigIntegerField()
    payload = models.BinaryField()
    author = models.UUIDField()
    source = models.SmallIntegerField(choices=Source.choices)
    schema = models.SmallIntegerField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        app_label = "editor"
        verbose_name_plural = _("log entries")

    def __str__(self) -> str:
        return f"{self.document_id}#{self.number}"


class Snapshot(models.Model):
    """The merged state of a document's log up to and with `number`, as one Yjs update."""

    document = models.ForeignKey("editor.Document", on_delete=models.CASCADE, related_name="snapshots", db_index=False)
    number = models.BigIntegerField()
    payload = models.BinaryField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        app_label = "editor"
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "number"], name="snapshot_once")]

    def __str__(self) -> str:
        return f"{self.document_id}≤{self.number}"


class ClientOwner(models.Model):
    """The author who first wrote with a Yjs client id in a document. It never changes; nobody else may write with it.

    Refers to the LogHead in the database, as LogEntry does.
    """

    pk = models.CompositePrimaryKey("document_id", "client")
    document = models.ForeignKey(
        "editor.Document",
        on_delete=models.CASCADE,
        related_name="client_owners",
        db_index=False,
        db_constraint=False,
    )
    client = models.BigIntegerField()
    author = models.UUIDField()

    class Meta:
        app_label = "editor"

    def __str__(self) -> str:
        return f"{self.document_id}/{self.client}"
