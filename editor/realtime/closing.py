"""Closing somebody's connections, whichever replica has them: for the administration."""

from collections.abc import Collection
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from editor.accounts.actions import changing_standing
from editor.accounts.models import Token
from editor.collab.ports import CloseAsked
from editor.realtime.models import LiveSession
from editor.realtime.server_writes import announce_now

_SENDER = "server"


@transaction.atomic
def close_connections(connections: Collection[str]) -> int:
    """Closes these; their pages come back by themselves, at any replica. Returns how many there are.

    The word on the bus closes them at once. Where it gets lost the replica finds the mark within a second or two.
    """
    sessions = list(LiveSession.objects.filter(pk__in=connections))
    LiveSession.objects.filter(pk__in=connections).update(asked_to_close_at=timezone.now())
    news = [CloseAsked(session.document_id, _SENDER, session.connection) for session in sessions]
    transaction.on_commit(lambda: announce_now(news))
    return len(sessions)


def end_session(user_id: UUID, session_key: str) -> None:
    """Signs one browser of the person out: all that it has open closes within a second, and it has to sign in again."""
    with changing_standing(user_id):
        Session.objects.filter(session_key=session_key).delete()


def end_token(user_id: UUID, key: str) -> None:
    """Revokes the token of the person whose digest begins with this: no program gets in by it any more."""
    with changing_standing(user_id):
        Token.objects.filter(user_id=user_id, digest__startswith=key).delete()
