"""What the replicas say of themselves: who is connected to them, and how they are doing. Nothing depends on it."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editor.documents.models import Role

DEAD_AFTER = timedelta(seconds=15)
"""A replica that has said nothing for so long is gone, and so are its connections."""


class Replica(models.Model):
    """A process that serves documents. One that stops takes its row away; one that dies leaves it for a day."""

    id = models.CharField(primary_key=True, max_length=32)
    host = models.CharField(max_length=120)
    started_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())

    class Meta:
        app_label = "editor"

    def __str__(self) -> str:
        return f"{self.host} ({self.id[:8]})"

    @property
    def is_alive(self) -> bool:
        return self.seen_at > alive_since()


KEY_LENGTH = 40


class LiveSession(models.Model):
    """An open connection to a document. Written by its replica about once a second (`live_sessions.py`).

    `session_key` is that of the browser's session, or begins the token's digest, so that it can be ended;
    `asked_to_close_at` tells the replica to close the connection. The document isn't referred to in the database: no
    connection waits for a document's lock.
    """

    class Kind(models.TextChoices):
        SESSION = "session", _("Browser")
        TOKEN = "token", _("Token")
        VISITOR = "visitor", _("Visitor")

    connection = models.CharField(primary_key=True, max_length=32)
    replica = models.ForeignKey(Replica, on_delete=models.CASCADE, related_name="sessions")
    document = models.ForeignKey(
        "editor.Document", on_delete=models.CASCADE, related_name="live_sessions", db_constraint=False
    )
    reader_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    role = models.PositiveSmallIntegerField(choices=Role.choices)
    session_key = models.CharField(max_length=KEY_LENGTH, blank=True)
    since = models.DateTimeField()
    asked_to_close_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "editor"
        verbose_name = _("live session")

    def __str__(self) -> str:
        return self.connection


class Tally(models.Model):
    """How often something happened in an hour, on all replicas together."""

    pk = models.CompositePrimaryKey("hour", "what")
    hour = models.DateTimeField()
    what = models.CharField(max_length=40)
    count = models.BigIntegerField()

    class Meta:
        app_label = "editor"

    def __str__(self) -> str:
        return f"{self.what}: {self.count}"


class ActiveDay(models.Model):
    """A person or visitor had a document open on this day (UTC)."""

    pk = models.CompositePrimaryKey("day", "reader_id")
    day = models.DateField()
    reader_id = models.UUIDField()

    class Meta:
        app_label = "editor"

    def __str__(self) -> str:
        return f"{self.day} {self.reader_id}"


def alive_since() -> datetime:
    """Replicas that were seen after this moment are alive."""
    return timezone.now() - DEAD_AFTER


def live_sessions() -> models.QuerySet[LiveSession]:
    """The connections of replicas that are alive."""
    return LiveSession.objects.filter(replica__seen_at__gt=alive_since())
