"""What accounts needs from the concerns above it, without importing them."""

from typing import Protocol
from uuid import UUID


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


class _Missing:
    def hold(self) -> None:
        raise RuntimeError("nobody listens to a person's standing: editor.apps has not installed it")

    def changed(self, user_id: UUID) -> None:  # noqa: ARG002 — the port's signature
        raise RuntimeError("nobody listens to a person's standing: editor.apps has not installed it")

    def is_invited(self, email: str) -> bool:  # noqa: ARG002 — the port's signature
        raise RuntimeError("nobody knows who is invited: editor.apps has not installed it")


_installed: Standing = _Missing()
_invitations: Invitations = _Missing()


def set_standing(standing: Standing) -> None:
    global _installed  # noqa: PLW0603 — set once, when Django starts
    _installed = standing


def standing() -> Standing:
    return _installed


def set_invitations(invitations: Invitations) -> None:
    global _invitations  # noqa: PLW0603 — set once, when Django starts
    _invitations = invitations


def invitations() -> Invitations:
    return _invitations
