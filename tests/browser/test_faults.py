"""Servers die while two people type. They come back by themselves, with everything that was written."""

from collections.abc import Callable, Iterator

import pytest

from editor.documents.models import Role
from project.local.stack import Stack
from tests.browser.faults import UNREACHABLE, Faults
from tests.browser.people import People, forget_connections
from tests.browser.screen import expect_equal, stored_text, write_by_turns
from tests.people import make_document

RECOVERY_SECONDS = 30


def kill_one_replica_after_the_other(stack: Stack) -> Iterator[None]:
    """Whichever somebody is connected to, it dies under them."""
    for replica in stack.replicas:
        replica.kill()
        yield
        replica.start()


def flush_and_restart_valkey(stack: Stack) -> Iterator[None]:
    stack.valkey.flush()
    yield
    stack.valkey.stop()
    yield
    stack.valkey.start()


def restart_postgres(stack: Stack) -> Iterator[None]:
    stack.postgres.stop()
    yield
    stack.postgres.start()
    forget_connections()


@pytest.mark.parametrize(
    "fault",
    [kill_one_replica_after_the_other, flush_and_restart_valkey, restart_postgres],
    ids=lambda fault: fault.__name__.replace("_", " "),
)
def test_what_two_people_write_survives(
    people: People, stack: Stack, faults: Faults, fault: Callable[[Stack], Iterator[None]]
) -> None:
    faults.expect(*UNREACHABLE)
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    document = make_document(ada.user, ben=(ben.user, Role.EDITOR))
    screens = [ada.open(document), ben.open(document)]
    screens[0].write_at_end("Start.")
    screens[1].expect_text("Start.")
    screens[1].write_at_end("")
    written = "Start."
    for _ in fault(stack):
        write_by_turns(screens, ["abcdefgh", "01234567"])
        written += "abcdefgh01234567"
    expect_equal(document, screens, RECOVERY_SECONDS)
    text = stored_text(document)
    assert sorted(text) == sorted(written)
    screens[0].write_at_end("!")
    screens[1].expect_text(text + "!")
