"""Every frame goes there and back; nothing else is a frame."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.collab.encoding import Malformed, read_var_bytes, read_var_string, read_var_uint, write_var_uint
from editor.collab.protocol import (
    Awareness,
    Edit,
    FrameKind,
    PresenceState,
    QueryAwareness,
    SyncStep1,
    acknowledged_frame,
    awareness_frame,
    denied_frame,
    event_frame,
    read_awareness,
    read_frame,
    refused_frame,
    step_1_frame,
    step_2_frame,
    update_frame,
    write_awareness,
)

NUMBERS = st.integers(0, 2**53 - 1)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(st.binary(max_size=300))
def test_frames_with_bytes_go_there_and_back(payload: bytes) -> None:
    assert read_frame(step_1_frame(payload)) == SyncStep1(payload)
    assert read_frame(step_2_frame(payload)) == Edit(FrameKind.STEP_2, payload)
    assert read_frame(update_frame(payload)) == Edit(FrameKind.UPDATE, payload)
    assert read_frame(awareness_frame(payload)) == Awareness(payload)


def test_a_question_for_presence_is_one_byte() -> None:
    assert read_frame(b"\x03") == QueryAwareness()


@given(NUMBERS, NUMBERS, NUMBERS)
def test_an_acknowledgement_has_three_numbers(step_2s: int, updates: int, number: int) -> None:
    assert numbers_of(acknowledged_frame(step_2s, updates, number)) == [100, step_2s, updates, number]


@given(st.sampled_from(FrameKind), NUMBERS, TEXTS)
def test_a_refusal_names_the_frame_and_the_reason(kind: FrameKind, number: int, code: str) -> None:
    frame = refused_frame(kind, number, code)
    said, position = [], 0
    for _ in range(3):
        value, position = read_var_uint(frame, position)
        said.append(value)
    assert (said, read_var_string(frame, position)) == ([102, kind, number], (code, len(frame)))


@given(TEXTS)
def test_events_and_denials_carry_text(text: str) -> None:
    assert event_frame(text)[0] == 101
    assert read_var_string(event_frame(text), 1)[0] == text
    assert denied_frame(text)[:2] == b"\x02\x00"
    assert read_var_string(denied_frame(text), 2)[0] == text


STATES = st.lists(st.builds(PresenceState, NUMBERS, st.integers(0, 2**31 - 1), TEXTS), max_size=10)


@given(STATES)
def test_awareness_goes_there_and_back(states: list[PresenceState]) -> None:
    assert read_awareness(write_awareness(states), 10) == states


@given(STATES.filter(len), st.data())
def test_a_part_of_an_awareness_update_is_malformed(states: list[PresenceState], data: st.DataObject) -> None:
    update = write_awareness(states)
    with pytest.raises(Malformed):
        read_awareness(update[: data.draw(st.integers(0, len(update) - 1))], 10)
    with pytest.raises(Malformed):
        read_awareness(update + b"\0", 10)
    with pytest.raises(Malformed):
        read_awareness(update, len(states) - 1)


@given(st.binary(max_size=60))
def test_any_bytes_are_a_frame_or_malformed(data: bytes) -> None:
    try:
        frame = read_frame(data)
    except Malformed:
        return
    match frame:
        case SyncStep1(payload):
            assert step_1_frame(payload) == data
        case Edit(FrameKind.STEP_2, payload):
            assert step_2_frame(payload) == data
        case Edit(_, payload):
            assert update_frame(payload) == data
        case Awareness(payload):
            assert awareness_frame(payload) == data
        case QueryAwareness():
            assert data == b"\x03"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00",
        b"\x00\x03\x00",
        b"\x00\x02",
        b"\x00\x02\x05abc",
        b"\x00\x02\x01ab",
        b"\x02\x00\x01x",
        b"\x03\x00",
        b"\x04\x00",
        b"\x64\x00\x00\x00",
        b"\x65\x02{}",
        b"\x80\x00\x02\x00",
        b"\x00\x82\x00\x00",
        b"\xff" * 12,
        write_var_uint(2**40) + b"\x00",
    ],
)
def test_these_are_no_frames(data: bytes) -> None:
    with pytest.raises(Malformed):
        read_frame(data)


def numbers_of(frame: bytes) -> list[int]:
    numbers, position = [], 0
    while position < len(frame):
        number, position = read_var_uint(frame, position)
        numbers.append(number)
    return numbers


@given(st.binary(max_size=20))
def test_bytes_have_their_length_before_them(payload: bytes) -> None:
    assert read_var_bytes(step_2_frame(payload), 2) == (payload, len(payload) + 3)
