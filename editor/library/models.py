"""What each person keeps of the library for themselves: favourites, and what they opened."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from editor.documents.models import Document


class Favourite(models.Model):
    """A document that somebody wants at hand, in an order of their own."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="favourites")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    position = models.IntegerField(default=0)

    class Meta:
        app_label = "editor"
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "document"], name="favourite_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.document_id}"


class Opening(models.Model):
    """When somebody last opened a document's page."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "editor"
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "document"], name="opening_once")]
        indexes: ClassVar = [models.Index(fields=["user", "-opened_at"], name="opening_recent")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.document_id}"
