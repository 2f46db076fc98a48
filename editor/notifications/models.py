"""What people are told, by which ways, and of which documents."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editor.accounts.models import User, new_id
from editor.documents.models import Document


class Mail(models.IntegerChoices):
    """When a person gets a mail of something."""

    NOW = 10, _("At once")
    DIGEST = 20, _("In the daily summary")
    OFF = 30, _("Never")


class Notification(models.Model):
    """One thing that one person is told. `subject` names what it is about where that isn't a document.

    `mail` is what the person's choices say of it; `mailed_at` is when it was in a mail. Of two with the same key for
    the same person, the second is never made.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recipient = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=30)
    actor = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(max_length=80, blank=True)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, null=True, related_name="+")
    subject = models.CharField(max_length=500, blank=True)
    text = models.CharField(max_length=500, blank=True)
    target_url = models.CharField(max_length=500, blank=True)
    key = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True)
    mail = models.PositiveSmallIntegerField(choices=Mail.choices, default=Mail.OFF)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "editor"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recipient", "key"], condition=~models.Q(key=""), name="notification_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["recipient", "-id"], name="notification_list"),
            models.Index(fields=["recipient"], condition=models.Q(read_at=None), name="notification_unread"),
            models.Index(
                fields=["mail", "created_at"],
                condition=models.Q(read_at=None, mailed_at=None),
                name="notification_unsent",
            ),
            models.Index(fields=["created_at"], name="notification_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.recipient_id}"


class MailChoice(models.Model):
    """When a person wants mails of a kind, where that isn't the usual."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)
    mail = models.PositiveSmallIntegerField(choices=Mail.choices)

    class Meta:
        app_label = "editor"
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "kind"], name="mail_choice_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.get_mail_display()}"


class Attention(models.Model):
    """How much a person wants to hear of one document, where that isn't the usual."""

    class Level(models.IntegerChoices):
        WATCH = 10, _("Watch")
        MUTE = 20, _("Mute")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField(choices=Level.choices)

    class Meta:
        app_label = "editor"
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "document"], name="attention_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.get_level_display()}"


class Mention(models.Model):
    """Somebody's name in a document. It stays for a day after it was taken out, so that putting it back is no news.

    `untold_by` wrote the name while the person could not open the document: they are told when they can.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    gone_at = models.DateTimeField(null=True)
    untold_by = models.UUIDField(null=True)

    class Meta:
        app_label = "editor"
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "user"], name="mention_once")]
        indexes: ClassVar = [
            models.Index(fields=["gone_at"], condition=models.Q(gone_at__isnull=False), name="mention_gone"),
            models.Index(fields=["document"], condition=models.Q(untold_by__isnull=False), name="mention_untold"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.document_id}"
