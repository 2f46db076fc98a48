"""Everybody speaks for themselves, the server says who they are, and who has gone is gone."""

import json
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from editor.collab.encoding import Malformed
from editor.collab.presence import EXPIRES_AFTER, GONE, Presence, Speaker
from editor.collab.protocol import PresenceState, read_awareness, write_awareness

ANN, BOB = uuid4(), uuid4()
NOW = 1_000.0


def speaker(author: UUID, holder: object | None = None) -> Speaker:
    return Speaker(holder or object(), author, {"id": str(author), "name": "Real", "color": "#123456"})


def said(client: int, clock: int = 1, state: str = '{"cursor":1}') -> PresenceState:
    return PresenceState(client, clock, state)


def states(update: bytes | None) -> dict[int, tuple[int, object]]:
    """Client → clock and state of an awareness update."""
    if update is None:
        return {}
    return {state.client: (state.clock, json.loads(state.state)) for state in read_awareness(update, 1_000)}


class Room:
    """The presence of one replica. `owners` of client ids can be set."""

    def __init__(self, max_bytes: int = 65_536) -> None:
        self.owners: dict[int, UUID] = {}
        self.presence = Presence(max_bytes, self.owners.get)

    def say(self, who: Speaker, *what: PresenceState, now: float = NOW) -> dict[int, tuple[int, object]]:
        news, correction = self.presence.receive(who, write_awareness(list(what)), now)
        assert correction is None
        return states(news)

    def everybody(self) -> dict[int, tuple[int, object]]:
        return states(self.presence.everybody())


def test_the_server_writes_who_it_is() -> None:
    room = Room()
    posing = json.dumps({"user": {"id": str(BOB), "name": "Bob"}, "cursor": 1})
    assert room.say(speaker(ANN), said(7, 1, posing)) == {
        7: (1, {"user": {"id": str(ANN), "name": "Real", "color": "#123456"}, "cursor": 1})
    }
    assert room.everybody().keys() == {7}


def test_what_it_says_of_others_is_dropped() -> None:
    room = Room()
    ann, bob = speaker(ANN), speaker(BOB)
    room.say(ann, said(1))
    room.say(bob, said(2))
    assert room.say(bob, said(1, 9, '{"cursor":"forged"}'), said(2, 2)).keys() == {2}
    assert room.say(bob, said(1, 99, GONE)) == {}
    assert room.say(bob, said(3, 1)) == {}
    assert room.everybody()[1][0] == 1


def test_an_echo_before_the_first_own_word_claims_nobody() -> None:
    room = Room()
    ann, bob = speaker(ANN), speaker(BOB)
    room.say(ann, said(1))
    assert room.say(bob, said(1, 1), said(2)).keys() == {2}
    assert room.say(bob, said(2, 2)).keys() == {2}


def test_a_client_id_that_somebody_else_has_written_with_cannot_be_spoken_for() -> None:
    room = Room()
    room.owners[1] = ANN
    assert room.say(speaker(BOB), said(1)) == {}
    assert room.say(speaker(ANN), said(1)).keys() == {1}


def test_an_echo_larger_than_one_state_may_be_is_no_offence() -> None:
    room = Room(max_bytes=1_024)
    others = [said(client, 1, json.dumps({"x": "y" * 100})) for client in range(100)]
    assert room.say(speaker(ANN), *others[1:], said(0)) == room.everybody()


def test_an_older_clock_changes_nothing() -> None:
    room = Room()
    ann = speaker(ANN)
    room.say(ann, said(1, 5))
    assert room.say(ann, said(1, 4, '{"cursor":2}')) == {}
    assert room.say(ann, said(1, 6, '{"cursor":3}'))[1][0] == 6


# -- Coming back ------------------------------------------------------------------------------------------------------


def test_the_same_user_takes_over_on_a_new_connection() -> None:
    room = Room()
    old, new = speaker(ANN), speaker(ANN)
    room.say(old, said(1, 5))
    assert room.say(new, said(1, 5)).keys() == {1}
    assert room.presence.leave(old.holder, NOW) is None
    assert room.everybody().keys() == {1}
    assert states(room.presence.leave(new.holder, NOW)) == {1: (5, None)}


def test_who_comes_back_with_a_clock_that_was_seen_leaving_is_told_so() -> None:
    room = Room()
    old, new = speaker(ANN), speaker(ANN)
    room.say(old, said(1, 5))
    room.presence.leave(old.holder, NOW)
    news, correction = room.presence.receive(new, write_awareness([said(1, 5)]), NOW)
    assert news is None
    assert states(correction) == {1: (5, None)}
    assert room.say(new, said(1, 6)).keys() == {1}


def test_nobody_takes_the_client_id_of_one_who_has_just_left() -> None:
    room = Room()
    ann, thief = speaker(ANN), speaker(BOB)
    room.say(ann, said(1, 5))
    room.presence.leave(ann.holder, NOW)
    assert room.say(thief, said(1, 2**31 - 1)) == {}
    assert room.say(speaker(ANN), said(1, 6)).keys() == {1}


def test_after_two_minutes_nobody_is_remembered() -> None:
    room = Room()
    ann = speaker(ANN)
    room.say(ann, said(1, 5))
    room.presence.leave(ann.holder, NOW)
    room.presence.expire(NOW + 121)
    assert room.say(speaker(ANN), said(1, 1), now=NOW + 121).keys() == {1}


# -- Leaving ----------------------------------------------------------------------------------------------------------


def test_who_leaves_is_removed_at_the_last_clock() -> None:
    room = Room()
    ann = speaker(ANN)
    room.say(ann, said(1, 5))
    assert states(room.presence.leave(ann.holder, NOW)) == {1: (5, None)}
    assert room.everybody() == {}
    assert room.presence.leave(ann.holder, NOW) is None


def test_who_was_never_here_leaves_without_a_word() -> None:
    assert Room().presence.leave(object(), NOW) is None


def test_one_may_show_nothing_and_then_something_again() -> None:
    room = Room()
    ann = speaker(ANN)
    room.say(ann, said(1, 1))
    assert room.say(ann, said(1, 2, GONE)) == {1: (2, None)}
    assert room.say(ann, said(1, 3, GONE)) == {}
    assert room.say(ann, said(1, 4)).keys() == {1}


# -- Between replicas -------------------------------------------------------------------------------------------------


def announce(here: Room, there: Room, now: float = NOW) -> dict[int, tuple[int, object]]:
    update = here.presence.local()
    assert update is not None
    return states(there.presence.receive_remote("here", update, now))


def test_another_replica_shows_what_this_one_has_accepted() -> None:
    here, there = Room(), Room()
    ann = speaker(ANN)
    here.say(ann, said(1))
    assert announce(here, there) == here.everybody() == there.everybody()
    assert announce(here, there) == {}
    gone = here.presence.leave(ann.holder, NOW)
    assert gone is not None
    assert states(there.presence.receive_remote("here", gone, NOW)) == {1: (1, None)}
    assert there.everybody() == {}


def test_it_tells_only_of_its_own_peers() -> None:
    here, there = Room(), Room()
    here.say(speaker(ANN), said(1))
    announce(here, there)
    assert there.presence.local() is None
    there.say(speaker(BOB), said(2))
    assert states(there.presence.local()).keys() == {2}


def test_what_another_replica_does_not_renew_expires_after_30_seconds() -> None:
    here, there = Room(), Room()
    here.say(speaker(ANN), said(1))
    announce(here, there)
    there.say(speaker(BOB), said(2))
    assert there.presence.expire(NOW + EXPIRES_AFTER) is None
    announce(here, there, NOW + 20)
    assert there.presence.expire(NOW + EXPIRES_AFTER + 1) is None
    assert states(there.presence.expire(NOW + 20 + EXPIRES_AFTER + 1)) == {1: (1, None)}
    assert there.everybody().keys() == {2}


def test_who_moves_to_another_replica_is_not_removed_by_the_old_ones_farewell() -> None:
    here, there = Room(), Room()
    before = speaker(ANN)
    here.say(before, said(1, 5))
    announce(here, there)
    there.say(speaker(ANN), said(1, 6))
    gone = here.presence.leave(before.holder, NOW)
    assert gone is not None
    assert there.presence.receive_remote("here", gone, NOW) is None
    assert there.everybody().keys() == {1}


def test_of_two_who_took_one_client_id_at_once_each_replica_keeps_its_own() -> None:
    here, there = Room(), Room()
    here.say(speaker(ANN), said(1, 1))
    there.say(speaker(BOB), said(1, 9))
    assert announce(there, here) == {}
    assert announce(here, there) == {}
    assert here.everybody()[1][0] == 1


def test_nobody_speaks_for_somebody_on_another_replica() -> None:
    here, there = Room(), Room()
    here.say(speaker(ANN), said(1))
    announce(here, there)
    assert there.say(speaker(BOB), said(1, 9)) == {}


# -- Limits -----------------------------------------------------------------------------------------------------------


def nested(depth: int) -> str:
    """An object with lists in it, `depth` levels in all."""
    return '{"a":' + "[" * (depth - 1) + "]" * (depth - 1) + "}"


@pytest.mark.parametrize(
    "state",
    [
        "",
        "{",
        "[]",
        '"text"',
        "1",
        "true",
        '{"a":NaN}',
        '{"a":Infinity}',
        '{"a":1e999}',
        '{"a":' + "9" * 5_000 + "}",
        nested(17),
        nested(30_000),
        '{"brackets":"' + "]" * 20_000 + '","a":' + "[" * 100 + "]" * 100 + "}",
        '{"a":"' + "x" * 65_536 + '"}',
        '{"a":"' + "😀" * 10_000 + '"}',
        '{"a":1}{"b":2}',
        '{"a":01}',
    ],
    ids=lambda state: state[:20] or "nothing",
)
def test_a_state_that_is_no_small_flat_json_object_is_malformed(state: str) -> None:
    room = Room()
    with pytest.raises(Malformed):
        room.say(speaker(ANN), said(1, 1, state))
    assert room.everybody() == {}


@pytest.mark.parametrize(
    "state", [nested(16), '{"brackets":"' + "[" * 100 + '"}', '{"half":"\\ud83d"}', '{"a":1e308}', "{}"]
)
def test_other_objects_are_passed_on(state: str) -> None:
    room = Room()
    shown = room.say(speaker(ANN), said(1, 1, state))[1][1]
    assert isinstance(shown, dict)
    assert json.loads(state).items() <= shown.items()


@pytest.mark.parametrize("make", [lambda: b"", lambda: b"\x01", lambda: b"\x7f", lambda: b"\x00\x00"])
def test_what_is_no_awareness_update_is_malformed(make: Callable[[], bytes]) -> None:
    with pytest.raises(Malformed):
        Room().presence.receive(speaker(ANN), make(), NOW)


def test_so_many_states_are_listened_to_and_no_more() -> None:
    presence = Room().presence
    states = [PresenceState(client, 1, GONE) for client in range(10_001)]
    assert presence.receive(speaker(ANN), write_awareness(states[1:]), NOW) == (None, None)
    with pytest.raises(Malformed):
        presence.receive(speaker(ANN), write_awareness(states), NOW)


def test_a_clock_beyond_31_bits_is_malformed() -> None:
    with pytest.raises(Malformed):
        Room().say(speaker(ANN), said(1, 2**31))
