"""Spaces: trees of documents that belong together, with members of their own."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from editor.accounts.models import new_id
from editor.documents.models import Role
from editor.teams.models import Team


class Space(models.Model):
    """A tree of documents. Its members' roles flow down to every document in it that isn't cut off.

    `open_role` is what everybody who is signed in may do here; null: only members come in. Its icon is the name of one
    of ours, its color one of the schema's palette.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    description = models.CharField(max_length=300, blank=True)
    icon = models.CharField(max_length=40, blank=True)
    color = models.CharField(max_length=20, blank=True)
    open_role = models.PositiveSmallIntegerField(choices=Role.choices, null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        app_label = "editor"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(open_role__isnull=True) | models.Q(open_role__in=[10, 20, 30]),
                name="space_open_role",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SpaceMember(models.Model):
    """A person's or a team's role in a space."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="spaces"
    )
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="spaces")
    role = models.PositiveSmallIntegerField(choices=Role.choices)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        app_label = "editor"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["space", "user"], name="space_person_once"),
            models.UniqueConstraint(fields=["space", "team"], name="space_team_once"),
            models.CheckConstraint(
                condition=models.Q(user__isnull=True) ^ models.Q(team__isnull=True), name="space_member_one"
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="space_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.space_id} {self.user_id or self.team_id}"

    @property
    def name(self) -> str:
        """The person's or the team's."""
        return str(self.team or self.user)
