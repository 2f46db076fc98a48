"""Several hundred things that no honest client sends, each with what its sender must get for it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from editor.collab.encoding import write_var_bytes, write_var_uint
from editor.collab.protocol import CloseCode, PresenceState, awareness_frame, step_1_frame, step_2_frame, update_frame
from editor.collab.protocol import write_awareness as presence
from tests.collab.crafting import (
    NULL,
    any_list,
    any_object,
    any_string,
    binary,
    client,
    element,
    embed,
    formatting,
    garbage,
    json_list,
    nested_array,
    nested_elements,
    nested_json,
    overlong_uint,
    shared_type,
    skip,
    state_vector,
    subdocument,
    text,
    uint,
    update,
    xml_text,
)
from tests.collab.edits import history

MALFORMED, TOO_LARGE, INVALID = int(CloseCode.MALFORMED), int(CloseCode.TOO_LARGE), int(CloseCode.INVALID)
STAYS = 0  # nothing happens, and the sender is still answered
TOO_BIG_A_MESSAGE = 1009


@dataclass(frozen=True, slots=True)
class Attack:
    """`frames` as sent; `codes`: how the connection may end. `refusal`: the code in frame 102, if one must come."""

    name: str
    frames: tuple[bytes | str, ...]
    codes: frozenset[int]
    refusal: str | None = None
    by_viewer: bool = False


def attack(name: str, frames: bytes | str | list[bytes], *codes: int, refusal: str | None = None) -> Attack:
    return Attack(name, tuple(frames) if isinstance(frames, list) else (frames,), frozenset(codes), refusal)


def all_attacks(victim: int) -> list[Attack]:
    """`victim`: the client id of somebody who writes in the document."""
    return [
        *_messages(),
        *_bad_frames(),
        *_cut_updates(),
        *_malformed_updates(),
        *_invalid_updates(victim),
        *_state_vectors(),
        *_presence(victim),
        *_viewers(),
    ]


def _messages() -> Iterator[Attack]:
    for kind in (*range(4, 128), 2, 2**14, 2**32, 2**53 - 1):
        yield attack(f"message type {kind}", write_var_uint(kind) + b"\x00\x00", MALFORMED)
    for words in ("", "hello", '{"type":"step1"}', "\x00\x00\x01\x00", "x" * 100_000):
        yield attack(f"text {words[:10]!r}", words, MALFORMED)
    rng = Random(1)
    for number in range(60):
        yield attack(f"random bytes {number}", b"\xff" + rng.randbytes(rng.randrange(1, 200)), MALFORMED)


def _bad_frames() -> Iterator[Attack]:
    for name, frame in {
        "nothing": b"",
        "a lonely sync": b"\x00",
        "no length": b"\x00\x02",
        "a length that lies": b"\x00\x02\xff\xff\xff\x7f\x00",
        "a length without end": b"\x00\x02" + b"\xff" * 9,
        "trailing bytes": update_frame(b"\x00\x00") + b"\x00",
        "sync step 3": b"\x00\x03\x00",
        "an overlong kind": b"\x80\x00\x02\x00",
        "an overlong length": b"\x00\x02" + overlong_uint(2) + b"\x00\x00",
        "permission denied": b"\x02\x00\x01x",
        "an acknowledgement": b"\x64\x01\x01\x01",
        "an event": b"\x65\x02{}",
        "a question with more": b"\x03\x00",
    }.items():
        yield attack(name, frame, MALFORMED)
    yield attack("more than a message may have", update_frame(b"\x00" * 2_100_000), TOO_BIG_A_MESSAGE)


def _cut_updates() -> Iterator[Attack]:
    """Every real update, cut off somewhere, is malformed."""
    rng = Random(2)
    updates = history(rng, 60)
    for number in range(130):
        whole = updates[number % len(updates)]
        part = whole[: rng.randrange(len(whole))]
        frame = update_frame(part) if number % 2 else step_2_frame(part)
        yield attack(f"cut update {number}", frame, MALFORMED, refusal="malformed")


def _malformed_updates() -> Iterator[Attack]:
    last = 2**31 - 1
    for name, payload in {
        "clients that aren't there": update(client(9, 0, text("x", parent="title")), count=5),
        "millions of clients": uint(900) + b"\x00",
        "structs that aren't there": update(client(9, 0, text("x", parent="title"), count=3)),
        "billions of structs": update(client(9, 0, text("x", parent="title"), count=2**40)),
        "no structs": update(client(9, 0)),
        "values that aren't there": update(client(9, 0, any_list(NULL, parent="default", count=2**20))),
        "the last clock": update(client(9, last, text("x", parent="title"))),
        "a clock of 32 bits": update(client(9, 2**32 - 1, text("x", parent="title"))),
        "a clock of 53 bits": update(client(9, 2**53 - 1, text("x", parent="title"))),
        "a length near 2³²": update(client(9, 0, garbage(2**32 - 1))),
        "an origin of 32 bits": update(client(9, 0, text("x", origin=(8, 2**32 - 1)))),
        "an origin that comes later": update(client(9, 0, text("x", origin=(9, 5)))),
        "a deletion of 32 bits": update(deletions={9: [(2**32 - 1, 1)]}),
        "a deletion past the last clock": update(deletions={9: [(last - 1, 5)]}),
        "a deletion of nothing": update(deletions={9: [(0, 0)]}),
        "a client id of 54 bits": update(b"\x01" + b"\xff" * 7 + b"\x7f" + b"\x00" + text("x", parent="title")),
        "a client twice": update(*[client(9, 0, text("x", parent="title"))] * 2),
        "a circle": update(client(8, 0, text("x", origin=(9, 0))), client(9, 0, text("y", origin=(8, 0)))),
        "a gap": update(client(9, 0, skip(5), text("x", parent="title"))),
        "garbage of no length": update(client(9, 0, garbage(0))),
        "text that is no UTF-8": update(client(9, 0, text(b"\xff\xfe", parent="title"))),
        "text that is empty": update(client(9, 0, text("", parent="title"))),
        "JSON that is none": update(client(9, 0, formatting("bold", "{", parent="title"))),
        "not a number": update(client(9, 0, formatting("bold", "NaN", parent="title"))),
        "trailing bytes in it": update(client(9, 0, text("x", parent="title"))) + b"\x00",
        "overlong numbers": overlong_uint(1) + client(9, 0, text("x", parent="title")) + b"\x00",
        "a parent of no kind": update(client(9, 0, b"\x04\x07\x05title\x01x")),
    }.items():
        yield attack(name, update_frame(payload), MALFORMED, refusal="malformed")
        yield attack(f"{name}, as step 2", step_2_frame(payload), MALFORMED, refusal="malformed")


def _invalid_updates(victim: int) -> Iterator[Attack]:
    too_deep = {
        "arrays in arrays": any_list(nested_array(30_000), parent=(9, 0), key="a"),
        "arrays just too deep": any_list(nested_array(40), parent=(9, 0), key="a"),
        "JSON in JSON": embed(nested_json(30_000), parent="title"),
        "formats in formats": formatting("bold", nested_json(100), parent="title"),
    }
    for name, struct in too_deep.items():
        yield attack(
            name, update_frame(update(client(9, 0, element(parent="default"), struct))), INVALID, refusal="too-deep"
        )
    for depth in (210, 5_000):
        yield attack(f"{depth} elements", update_frame(update(nested_elements(9, depth))), INVALID, MALFORMED)
    yield from _foreign_contents()
    yield from _too_much(victim)


def _foreign_contents() -> Iterator[Attack]:
    for name, struct in {
        "an unknown root": text("x", parent="evil"),
        "an empty root": text("x", parent=""),
        "the root of a prototype": text("x", parent="__proto__"),
        "an attribute of a root": any_list(any_string("x"), parent="title", key="a"),
        "characters among nodes": text("x", parent="default"),
        "values among nodes": any_list(any_object(a=NULL), parent="default"),
        "an element in the title": element(parent="title"),
        "text in the title": xml_text(parent="title"),
        "bytes in the title": binary(b"\x00" * 20, parent="title"),
        "a script": element("<script>", parent="default"),
        "a node with spaces": element("p onload=x", parent="default"),
        "a node without a name": element("", parent="default"),
        "a long name": element("x" * 100, parent="default"),
        "an array": shared_type(0, parent="default"),
        "a map": shared_type(1, parent="default"),
        "text that isn't XML": shared_type(2, parent="default"),
        "a fragment": shared_type(4, parent="default"),
        "a hook": shared_type(5, "hook", parent="default"),
        "a weak link": shared_type(7, parent="default"),
        "a type of no kind": shared_type(99, parent="default"),
        "a subdocument": subdocument(parent="default"),
        "a list of old": json_list("1", "2", parent="default"),
        "content of no kind": b"\x0b\x01\x05title\x00",
        "a move": b"\x0b\x01\x07default\x00\x01\x01",
    }.items():
        for frame in (update_frame, step_2_frame):
            yield attack(name, frame(update(client(9, 0, struct))), INVALID, refusal="schema")


def _too_much(victim: int) -> Iterator[Attack]:
    yield attack("too many clients", update_frame(_clients(1_001)), TOO_LARGE, refusal="too-large")
    yield attack(
        "too many structs", update_frame(update(client(9, 0, *[garbage(1)] * 100_001))), TOO_LARGE, refusal="too-large"
    )
    for number in range(10):
        forged = update(client(victim, 0, text("forged " * (5_000 + number), parent="title")))
        yield attack("somebody else's client id", update_frame(forged), INVALID, refusal="foreign-client")
    held = [update_frame(update(client(10_000 + n, 1, text("x", origin=(10_000 + n, 0))))) for n in range(257)]
    yield attack("more than may be held", held, INVALID, refusal="incomplete")
    yield attack(
        "what never becomes complete",
        update_frame(update(client(9, 7, text("x", origin=(9, 6))))),
        INVALID,
        refusal="incomplete",
    )


def _clients(count: int) -> bytes:
    return update(*(client(n, 0, text("x", parent="title")) for n in range(1, count + 1)))


def _state_vectors() -> Iterator[Attack]:
    for name, vector in {
        "nothing at all": b"",
        "a count that lies": state_vector([], count=1_000),
        "a client twice": state_vector([(1, 1), (1, 2)]),
        "a clock too far": state_vector([(1, 2**32)]),
        "trailing bytes": state_vector([(1, 1)]) + b"\x00",
        "random bytes": Random(3).randbytes(500),
    }.items():
        yield attack(f"state vector: {name}", step_1_frame(vector), MALFORMED)
    vast = state_vector([(2**31 + number, 1) for number in range(250_000)])
    yield attack("state vector: a quarter of a million clients", step_1_frame(vast), TOO_LARGE)
    yield attack("state vector: far ahead", step_1_frame(state_vector([(2**40, 2**31 - 1)])), STAYS)
    yield attack("fifty questions", [step_1_frame(b"\x00")] * 50, STAYS)


def _presence(victim: int) -> Iterator[Attack]:
    def said(state: str, clock: int = 1, number: int = 77) -> bytes:
        return awareness_frame(presence([PresenceState(number, clock, state)]))

    deep = '{"a":' * 17 + "1" + "}" * 17
    hidden = '{"a":"' + "]" * 500 + '","b":' + "[" * 400 + "]" * 400 + "}"
    for name, frame in {
        "deep": said(deep),
        "very deep": said("[" * 30_000 + "]" * 30_000),
        "deep behind brackets in a string": said(hidden),
        "large": said(json.dumps({"a": "x" * 70_000})),
        "not JSON": said("{"),
        "not an object": said("[]"),
        "a number that is none": said('{"a":NaN}'),
        "a number without end": said('{"a":' + "9" * 10_000 + "}"),
        "a clock too far": said("{}", 2**31),
        "a clock of 53 bits": said("{}", 2**53 - 1),
        "a count that lies": b"\x01\x05\xff\xff\xff\x7f\x00",
        "half a state": b"\x01\x03\x01\x4d\x01",
        "text that is no UTF-8": b"\x01\x06\x01\x4d\x01\x02\xff\xfe",
    }.items():
        yield attack(f"presence: {name}", frame, MALFORMED)
    for state, clock in (("null", 9_999), ('{"user":{"id":"me"}}', 9_999), ("{}", 2**31 - 1)):
        yield attack(f"presence of somebody else: {state}", said(state, clock, victim), STAYS)
    many = presence([PresenceState(100_000 + n, 1, "{}") for n in range(5_000)])
    yield attack("presence: five thousand at once", awareness_frame(many), STAYS)
    yield attack("presence: as somebody else", said('{"user":{"id":"admin","name":"Admin"}}', 1, 4_321), STAYS)


def _viewers() -> Iterator[Attack]:
    """Whatever a viewer sends: malformed, or refused, and it reads on."""
    rng = Random(4)
    updates = [whole for whole in history(rng, 60) if len(whole) < 5_000]
    for number in range(70):
        spoilt = bytearray(updates[number % len(updates)])
        if number % 3:
            spoilt[rng.randrange(len(spoilt))] ^= 1 << rng.randrange(8)
        frame = b"\x00" + bytes((1 + number % 2,)) + write_var_bytes(bytes(spoilt))
        codes = {STAYS, MALFORMED, TOO_LARGE, INVALID}
        yield Attack(f"a viewer's spoilt update {number}", (frame,), frozenset(codes), by_viewer=True)
    for name, payload in {
        "text": update(client(9, 0, text("x", parent="title"))),
        "a deletion": update(deletions={9: [(0, 1)]}),
        "what must be held": update(client(9, 4, text("x", origin=(9, 3)))),
        "a node": update(client(9, 0, element(parent="default"))),
    }.items():
        for frame in (update_frame(payload), step_2_frame(payload)):
            yield Attack(f"a viewer's {name}", (frame,), frozenset({STAYS}), "read-only", by_viewer=True)
