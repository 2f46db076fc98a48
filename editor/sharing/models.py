"""How a document is shared beside its people: with teams, and by a link."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editor.accounts.models import new_id
from editor.documents.models import Document, Role
from editor.teams.models import Team


class TeamShare(models.Model):
    """A team's role in a document, and by inheritance in what is below it."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="team_shares")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="shares")
    role = models.PositiveSmallIntegerField(choices=Role.choices)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        app_label = "editor"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "team"], name="team_share_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="team_share_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.team_id}"


class Reach(models.IntegerChoices):
    """Whom a link lets in. Without a link a document is restricted to those it is shared with."""

    SIGNED_IN = 10, _("Anyone signed in")
    ANYONE = 20, _("Anyone with the link")


class ShareLink(models.Model):
    """A document's link. Of its secret only the SHA-256 is kept; the secret itself is made again from the server's key
    (`sharing/secrets.py`), so that the owners can copy it and a stolen database gives none away.

    `edition` counts the secrets and passwords it has had: passes of an older edition are worth nothing.
    """

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="link")
    reach = models.PositiveSmallIntegerField(choices=Reach.choices)
    role = models.PositiveSmallIntegerField(choices=Role.choices)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    edition = models.UUIDField(editable=False)
    password = models.CharField(max_length=128, blank=True, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    is_indexed = models.BooleanField(default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        app_label = "editor"
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(reach__in=Reach.values), name="share_link_reach"),
            models.CheckConstraint(condition=models.Q(role__in=[10, 20, 30]), name="share_link_role"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.get_reach_display()}"


class LinkPass(models.Model):
    """Somebody, a user or a visitor, has come by the link, and gave its password if it has one."""

    link = models.ForeignKey(ShareLink, on_delete=models.CASCADE, related_name="passes")
    holder_id = models.UUIDField()
    edition = models.UUIDField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        app_label = "editor"
        constraints: ClassVar = [models.UniqueConstraint(fields=["link", "holder_id"], name="link_pass_once")]
        indexes: ClassVar = [models.Index(fields=["holder_id"], name="link_pass_holder")]

    def __str__(self) -> str:
        return f"{self.link_id} {self.holder_id}"


class DocumentInvitation(models.Model):
    """Somebody without an account, known by an address, who gets the role when they have one.

    Of the secret in the mail only the SHA-256 is kept; it is made again from the server's key, as a link's is.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.PositiveSmallIntegerField(choices=Role.choices)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        app_label = "editor"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "email"], name="document_invitation_once"),
            models.CheckConstraint(condition=models.Q(role__in=[10, 20, 30]), name="document_invitation_role"),
        ]
        indexes: ClassVar = [models.Index(fields=["email"], name="document_invitation_email")]

    def __str__(self) -> str:
        return f"{self.email} {self.document_id}"

    @property
    def is_over(self) -> bool:
        return self.expires_at <= timezone.now()


class AccessRequest(models.Model):
    """Somebody who may not open the document asks its owners to. Once declined, it stays so for a while."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="access_requests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    message = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    declined_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        app_label = "editor"
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "user"], name="access_request_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.document_id}"
