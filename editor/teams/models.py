"""Groups of people who get their rights together."""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editor.accounts.models import new_id


class Team(models.Model):
    """A named group. Documents and spaces are shared with it; its managers, and the administration, keep it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    description = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        app_label = "editor"
        constraints: ClassVar = [models.UniqueConstraint(models.functions.Lower("name"), name="team_name_once")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if "@" in self.name:
            raise ValidationError({"name": _("A team's name can't have an @ in it: that is for addresses.")})


class TeamMember(models.Model):
    """Somebody in a team. A manager adds and removes the others."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="teams")
    is_manager = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        app_label = "editor"
        constraints: ClassVar = [models.UniqueConstraint(fields=["team", "user"], name="team_member_once")]

    def __str__(self) -> str:
        return f"{self.team_id} {self.user_id}"
