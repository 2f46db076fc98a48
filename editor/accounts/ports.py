"""What accounts needs from the concerns above it, without importing them."""

from typing import Protocol
from uuid import UUID

from editor.port import Port


class Standing(Protocol):
    """Those who must know that a person may do less now, or under another session."""

    def hold(self) -> None:
        """Until the transaction ends nobody else changes rights. Call it before the person's row is locked."""

    def changed(self, user_id: UUID) -> None:
        """Makes every right of the person be checked again. Call it in the transaction that changes the person."""


class Invitations(Protocol):
    """Those who wait for people that have no account yet."""

    def is_invited(self, email: str) -> bool:
        """Whether somebody waits for this address: it may sign up then."""


standing: Port[Standing] = Port("a person's standing")
invitations: Port[Invitations] = Port("who is invited")
