"""What people do in the library at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection

from editor.documents.access import access_document
from editor.documents.actions import hold_rights
from editor.documents.models import Role
from editor.documents.trashing import trash
from editor.library import looks
from editor.library.favourites import add_favourite
from editor.library.models import Favourite
from tests.library.libraries import make_titled
from tests.people import make_user, owner_access
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> None:
    """Raises what any of them raises."""

    def run(act: Callable[[], Any]) -> None:
        try:
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        for _ in threads.map(run, acts):
            pass


def somebody_waits() -> bool:
    """For a lock."""
    with connection.cursor() as cursor:
        # What it shows stays the same within a transaction, unless asked again.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return bool(cursor.fetchone() != (0,))


@pytest.mark.parametrize("what", ["icon", "cover", "position"])
def test_a_look_is_set_while_what_is_above_goes_to_the_trash(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = make_user("Ada")
    plan = make_titled(ada, "Plan")
    access = access_document(ada, make_titled(ada, "Notes", parent=plan).pk, Role.EDITOR)
    held = Event()

    def hold(*args: Any, **kwargs: Any) -> None:
        hold_rights(*args, **kwargs)
        held.set()
        wait_until(somebody_waits, "somebody who waits for the lock")

    def put_in_trash() -> None:
        assert held.wait(timeout=10)
        trash(owner_access(plan, ada), ada)

    monkeypatch.setattr(looks, "hold_rights", hold)
    look = {
        "icon": lambda: looks.set_icon(access, "star"),
        "cover": lambda: looks.set_cover(access, None),
        "position": lambda: looks.set_cover_position(access, 20),
    }
    at_once(look[what], put_in_trash)


def test_who_clicks_twice_stars_a_document_once() -> None:
    ada = make_user("Ada")
    access = owner_access(make_titled(ada, "Plan"), ada)
    for _ in range(5):
        barrier = Barrier(2)

        def star(barrier: Barrier = barrier) -> None:
            barrier.wait(timeout=10)
            add_favourite(access, ada)

        at_once(star, star)
        assert Favourite.objects.get().document_id == access.document.pk
        Favourite.objects.all().delete()
