"""Where somebody is signed in: noted while they use it, and ended by them."""

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from uuid import UUID

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.deprecation import MiddlewareMixin

from editor.accounts.actions import changing_standing
from editor.accounts.devices import Device, device_of
from editor.accounts.models import User, UserSession
from editor.audit.addresses import address_of
from editor.audit.recording import record

NOTE_EVERY_SECONDS = 300
MAX_REMEMBERED = 10_000
MAX_USER_AGENT = 300


class _Noted:
    """Which sessions this process has noted lately, so that most requests cost no query for it."""

    def __init__(self) -> None:
        self._times: OrderedDict[str, float] = OrderedDict()
        self._lock = Lock()

    def is_due(self, session_key: str, now: float) -> bool:
        with self._lock:
            last = self._times.get(session_key)
            if last is not None and now - last < NOTE_EVERY_SECONDS:
                return False
            self._times[session_key] = now
            self._times.move_to_end(session_key)
            while len(self._times) > MAX_REMEMBERED:
                self._times.popitem(last=False)
            return True


_noted = _Noted()


class SessionNoteMiddleware(MiddlewareMixin):
    """Notes where a session is used: at its first page, and again every few minutes."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        session = getattr(request, "session", None)
        # A page that didn't ask who it is for costs no query here either.
        if session is None or not session.accessed or SESSION_KEY not in session:
            return response
        if session.session_key and _noted.is_due(session.session_key, monotonic()):
            note_session(request)
        return response


def note_session(request: HttpRequest) -> None:
    """For somebody who is signed in: this session was used here and now."""
    session_key, user_id = request.session.session_key, UUID(request.session[SESSION_KEY])
    about = {
        "address": address_of(request),
        "user_agent": request.headers.get("User-Agent", "")[:MAX_USER_AGENT].replace("\0", ""),
        "seen_at": timezone.now(),
    }
    if User.objects.filter(pk=user_id).exists():
        UserSession.objects.update_or_create(session_key=session_key, user_id=user_id, defaults=about)


@dataclass(frozen=True, slots=True)
class Place:
    """A browser in which somebody is signed in, as the list shows it."""

    session: UserSession
    device: Device
    is_here: bool


def places_of(user: User, here: str | None) -> list[Place]:
    """This browser first, then those seen last. Notes of sessions that have ended go."""
    valid = _valid_sessions(user)
    UserSession.objects.filter(user=user).exclude(session_key__in=valid).delete()
    noted = UserSession.objects.filter(user=user).order_by("-seen_at")
    places = [Place(one, device_of(one.user_agent), one.session_key == here) for one in noted]
    return sorted(places, key=lambda place: not place.is_here)


def end_sessions(user: User, session_keys: Collection[str], address: str | None) -> int:
    """Signs the user out there: what is open in those browsers closes. Sessions of others are left alone."""
    with changing_standing(user.pk):
        own = UserSession.objects.filter(user=user, session_key__in=session_keys)
        keys = list(own.values_list("session_key", flat=True))
        Session.objects.filter(session_key__in=keys).delete()
        own.delete()
        if keys:
            record("account.sessions_ended", user, address=address, count=len(keys))
    return len(keys)


def forget_sessions(user: User) -> None:
    """Ends all of them. Call it in the transaction that changes the user's standing."""
    keys = UserSession.objects.filter(user=user).values("session_key")
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(user=user).delete()


def _valid_sessions(user: User) -> list[str]:
    """Those that still open pages: not past their end, and of the password that the user has now."""
    noted = UserSession.objects.filter(user=user).values("session_key")
    digest = user.get_session_auth_hash()
    return [
        session.session_key
        for session in Session.objects.filter(session_key__in=noted, expire_date__gt=Now())
        if _belongs(session, user, digest)
    ]


def _belongs(session: Session, user: User, digest: str) -> bool:
    content = session.get_decoded()
    is_theirs = content.get(SESSION_KEY) == str(user.pk)
    return is_theirs and constant_time_compare(content.get(HASH_SESSION_KEY, ""), digest)
