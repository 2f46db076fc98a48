"""Writing to the audit log."""

from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import override

from editor.audit.models import AuditEvent

MAX_NAME, MAX_SUBJECT = 254, 500


class Actor(Protocol):
    """Who does something: a user or a visitor."""

    @property
    def pk(self) -> UUID: ...
    @property
    def display_name(self) -> str: ...


def record(
    action: str,
    actor: Actor | None,
    *,
    document: UUID | None = None,
    subject: str = "",
    address: str | None = None,
    **details: str | Promise | int | bool | None,
) -> None:
    """Notes what was done. Call it in the transaction that does it: both are there, or neither.

    `actor` is None for what the server does by itself; `subject` is what a reader knows the thing by.
    """
    AuditEvent.objects.create(
        action=action,
        actor=actor.pk if actor is not None else None,
        actor_name=actor.display_name[:MAX_NAME] if actor is not None else "",
        document=document,
        subject=subject[:MAX_SUBJECT],
        address=address,
        details={name: _plain(value) for name, value in details.items()},
    )


def _plain(value: str | Promise | int | bool | None) -> str | int | bool | None:
    """The log is in one language, whoever acts."""
    with override(settings.LANGUAGE_CODE):
        return str(value) if isinstance(value, Promise) else value
