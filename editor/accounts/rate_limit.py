"""How often one person, and one address, may do what could be abused. Counted in the database, for all replicas."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from editor.audit.addresses import neighbourhood_of

P = ParamSpec("P")
Request = TypeVar("Request", bound=HttpRequest)

_TAKE = """
INSERT INTO rate_counts AS counted (user_id, what, period, taken, ends_at)
VALUES (
    %(user_id)s, %(what)s, floor(extract(epoch FROM clock_timestamp()) / %(seconds)s), 1,
    clock_timestamp() + make_interval(secs => %(seconds)s)
)
ON CONFLICT (user_id, what) DO UPDATE
SET period = excluded.period, ends_at = excluded.ends_at,
    taken = CASE WHEN counted.period = excluded.period THEN counted.taken + 1 ELSE 1 END
WHERE counted.period <> excluded.period OR counted.taken < %(most)s
RETURNING taken
"""


class TooManyAttempts(Exception):
    """Somebody goes on too fast. `kind` is a key of settings.LIMITS, `retry_after` is in seconds.

    Raised in a view it becomes an answer with status 429: a page, a toast, or JSON, as was asked for.
    """

    def __init__(self, kind: str, retry_after: int) -> None:
        super().__init__(kind)
        self.kind = kind
        self.retry_after = retry_after


def may_go_on(what: str, user_id: UUID, most: int, seconds: int) -> bool:
    """Takes one of `most` places in this window of so many seconds; False once all are taken."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"user_id": user_id, "what": what, "most": most, "seconds": seconds})
        return cursor.fetchone() is not None


def give_back(what: str, user_id: UUID) -> None:
    """Frees a place that was taken in this window."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE rate_counts SET taken = taken - 1 WHERE user_id = %s AND what = %s AND taken > 0", [user_id, what]
        )


def count_attempt(request: HttpRequest, kind: str) -> None:
    """Takes a place of the person's, and one of their address's. Raises TooManyAttempts.

    Many people can share an address, so those who are signed in have LIMIT_ADDRESS_FACTOR times as many there.
    """
    most, seconds = settings.LIMITS[kind]
    user = request.user
    if user.is_authenticated and not may_go_on(kind, user.pk, most, seconds):
        raise TooManyAttempts(kind, _rest_of(seconds))
    count_at_address(request, kind)


def count_at_address(request: HttpRequest, kind: str) -> None:
    """Only the address's part of it, for what counts its people by itself."""
    most, seconds = settings.LIMITS[kind]
    here = most * settings.LIMIT_ADDRESS_FACTOR if request.user.is_authenticated else most
    if not may_go_on(kind, _key_of_address(request), here, seconds):
        raise TooManyAttempts(kind, _rest_of(seconds))


def limited(
    kind: str,
) -> Callable[[Callable[Concatenate[Request, P], HttpResponse]], Callable[Concatenate[Request, P], HttpResponse]]:
    """Counts each request to the view. Put it below what asks for the method and for who it is."""

    def decorate(
        view: Callable[Concatenate[Request, P], HttpResponse],
    ) -> Callable[Concatenate[Request, P], HttpResponse]:
        def count(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            count_attempt(request, kind)
            return view(request, *args, **kwargs)

        return cast("Callable[Concatenate[Request, P], HttpResponse]", wraps(view)(count))

    return decorate


def forget_old_counts() -> int:
    """Takes away the rows whose window is over; without it every address that was ever seen would stay."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM rate_counts WHERE ends_at < clock_timestamp()")
        return int(cursor.rowcount)


def _key_of_address(request: HttpRequest) -> UUID:
    """Stands for the address, which can't be read from it."""
    digest = salted_hmac("editor.rate_limit", neighbourhood_of(request), algorithm="sha256").digest()
    return UUID(bytes=digest[:16])


def _rest_of(seconds: int) -> int:
    """Until the window ends, as the database has it too."""
    return max(1, seconds - int(time.time()) % seconds)
