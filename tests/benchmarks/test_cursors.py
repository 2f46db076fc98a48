"""Cursors: that they are what an editor sends, and that those which don't arrive are found."""

import json
from typing import Any
from uuid import UUID

import pytest
from pycrdt import Doc, StickyIndex

from benchmarks.sync import scenarios
from benchmarks.sync.cursors import Cursor, Sight
from benchmarks.sync.load import Run, run_typing
from benchmarks.sync.scenarios import Typing
from benchmarks.sync.writing import Keystroke, empty_document, seed, type_tokens
from editor.collab.presence import GONE, Presence, Speaker
from editor.collab.protocol import PresenceState, read_awareness, write_awareness
from tests.benchmarks.relay import Relay, WrongPresence

SEEDED = seed(3)
SHORT = Typing("short", "", documents=1, people=3, typists=2, rate=50, cursors=True)
SECONDS = 0.2
EACH = int(SECONDS * SHORT.rate)


def typed(paragraph: int = 1) -> list[tuple[Keystroke, Cursor]]:
    strokes = type_tokens(SEEDED, paragraph, [0.0, 0.1, 0.2], 0, cursors=True)
    return [(stroke, stroke.cursor) for stroke in strokes if stroke.cursor is not None]


def index_of(doc: Doc[Any], position: dict[str, Any]) -> int:
    with doc.transaction() as transaction:
        return StickyIndex.from_json(position).get_index(transaction)


@pytest.mark.parametrize("paragraph", [0, 1, 2])
def test_a_cursor_stands_behind_what_was_typed_in_the_text_that_it_names(paragraph: int) -> None:
    doc = empty_document()
    doc.apply_update(SEEDED)
    strokes = typed(paragraph)
    assert len(strokes) == 3
    for stroke, cursor in strokes:
        doc.apply_update(stroke.update)
        text = doc["default"].children[paragraph].children[0]
        assert cursor.place["anchor"] == cursor.place["head"]
        position = cursor.place["head"]
        assert index_of(doc, position) == len(text)
        # Without the letter it is held by, it is the end of the text, which the others' texts aren't as long as.
        assert index_of(doc, {"type": position["type"], "assoc": 0}) == len(text) > 40


def test_cursors_say_what_an_editor_says_under_the_clients_own_id() -> None:
    doc = empty_document()
    doc.apply_update(SEEDED)
    clients = set()
    for number, (_, cursor) in enumerate(typed(), 1):
        [state] = read_awareness(cursor.update, 1)
        assert (state.client, state.clock) == (cursor.client, number)
        said = json.loads(state.state)
        assert list(said) == ["user", "cursor"]
        assert list(said["cursor"]["head"]) == ["type", "tname", "item", "assoc"]
        assert said["cursor"]["head"]["item"]["client"] == state.client
        clients.add(state.client)
    assert len(clients) == 1


def test_nobody_announces_a_cursor_where_the_scenario_has_none() -> None:
    assert all(stroke.cursor is None for stroke in type_tokens(SEEDED, 0, [0.0], 0))


def test_our_server_shows_every_cursor_to_the_others_with_its_place_untouched() -> None:
    author = UUID(int=1)
    presence = Presence(max_bytes=65_536, owner_of=lambda _: author)
    speaker = Speaker(object(), author, {"id": "1", "name": "Who it is", "color": "#000000"})
    sight = Sight()
    for _, cursor in typed():
        shown, correction = presence.receive(speaker, cursor.update, now=0.0)
        assert shown is not None
        assert correction is None
        sight.take(shown, at=1.0)
        assert sight.has(cursor)


def test_a_cursor_is_there_with_the_first_frame_that_has_it_or_a_later_one() -> None:
    (_, first), (_, second), (_, third) = typed()
    sight = Sight()
    sight.take(second.update, at=2.0)
    sight.take(first.update, at=3.0)  # overtaken: it changes nothing
    assert sight.arrival(first) == sight.arrival(second) == 2.0
    assert sight.arrival(third) is None
    assert sight.has(second)
    assert not sight.has(first)
    assert not sight.has(third)


def test_somebody_who_was_made_to_leave_has_no_cursor_there() -> None:
    _, (_, cursor), _ = typed()
    sight = Sight()
    sight.take(cursor.update, at=1.0)
    sight.take(write_awareness([PresenceState(cursor.client, cursor.clock, GONE)]), at=2.0)
    assert not sight.has(cursor)
    assert sight.arrival(cursor) == 1.0


def test_a_cursor_whose_place_was_changed_on_the_way_is_not_there() -> None:
    _, (_, cursor), _ = typed()
    sight = Sight()
    sight.take(write_awareness([PresenceState(cursor.client, cursor.clock, '{"cursor":null}')]), at=1.0)
    assert not sight.has(cursor)


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in (("WARM_UP", 0.0), ("AFTER", 0.0), ("ARRIVAL", 10.0), ("CURSOR", 10.0)):
        monkeypatch.setattr(scenarios, f"{name}_SECONDS", seconds)


async def run(wrong_presence: WrongPresence, scenario: Typing = SHORT, *, takes: float = 0.0) -> Run:
    relay = Relay(wrong_presence=wrong_presence, presence_takes=takes)
    async with relay.running():
        return await run_typing(relay, scenario, SECONDS)


def clock_of(update: bytes) -> int:
    [state] = read_awareness(update, 1)
    return state.clock


@pytest.mark.usefixtures("no_waiting")
async def test_all_cursors_reach_everybody_else_and_are_timed() -> None:
    result = await run(lambda update: [update])
    assert result.verdict.is_clean
    assert (result.sightings.there, result.sightings.wanted) == (4, 4)  # two who type, each seen by two others
    assert result.sightings.latency.count == 4 * EACH
    assert result.figures()["cursors-there"] == 100
    assert 0 < result.figures()["cursor-p50"] <= result.figures()["cursor-p99"]


@pytest.mark.usefixtures("no_waiting")
async def test_a_server_that_leaves_out_cursors_between_has_later_ones_counted() -> None:
    result = await run(lambda update: [update] if clock_of(update) % 5 == 0 else [])
    assert (result.sightings.there, result.sightings.wanted) == (4, 4)
    assert result.sightings.latency.count == 4 * EACH
    assert result.sightings.latency.highest > 3_000 / SHORT.rate  # milliseconds: it was due four cursors earlier


@pytest.mark.usefixtures("no_waiting")
async def test_cursors_that_are_late_are_waited_for() -> None:
    result = await run(lambda update: [update], takes=0.05)
    assert (result.sightings.there, result.sightings.wanted) == (4, 4)
    assert result.sightings.latency.highest > 250  # the tenth of one person waits until nine have had their turn


@pytest.mark.usefixtures("no_waiting")
async def test_a_last_cursor_that_is_not_passed_on_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scenarios, "CURSOR_SECONDS", 1.0)
    result = await run(lambda update: [] if clock_of(update) == EACH else [update])
    assert result.verdict.is_clean
    assert (result.sightings.there, result.sightings.wanted) == (0, 4)
    assert result.sightings.latency.count == 4 * (EACH - 1)
    assert result.figures()["cursors-there"] == 0


@pytest.mark.usefixtures("no_waiting")
async def test_a_scenario_without_cursors_has_no_figures_of_them() -> None:
    plain = Typing("plain", "", documents=1, people=3, typists=2, rate=50)
    result = await run(lambda update: [update], plain)
    assert not {"cursor-p50", "cursor-p99", "cursors-there"} & result.figures().keys()
