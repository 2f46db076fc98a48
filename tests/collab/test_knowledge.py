from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.collab.knowledge import Knowledge
from editor.collab.updates import Limits, SchemaViolation, Update, read_state_vector, read_update
from tests.collab.crafting import (
    NULL,
    any_list,
    any_string,
    client,
    deleted,
    element,
    embed,
    formatting,
    garbage,
    text,
    update,
    xml_text,
)
from tests.collab.edits import copy_of, history

LIMITS = Limits()
PARAGRAPH = update(client(7, 0, element(parent="default"), xml_text(parent=(7, 0)), text("hello", parent=(7, 1))))


def read(payload: bytes) -> Update:
    return read_update(payload, LIMITS)


def knowing(*payloads: bytes) -> Knowledge:
    knowledge = Knowledge()
    for payload in payloads:
        knowledge.admit(read(payload))
    return knowledge


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_every_update_of_pycrdt_is_accepted_and_known_afterwards(seed: int) -> None:
    log = history(Random(seed), edits=25)
    doc, knowledge = copy_of(), Knowledge()
    for payload in log:
        edit = read(payload)
        assert not knowledge.lacks(edit)
        knowledge.admit(edit)
        assert knowledge.covers(edit)
        doc.apply_update(payload)
        assert knowledge.state() == read_state_vector(doc.get_state(), 10)
    whole = read(doc.get_update())
    knowledge.add_deletions(whole.deletions)
    assert knowledge.deletions() == whole.deletions
    assert knowledge.subtract(whole) is None
    assert knowing(whole.payload).state() == knowledge.state()
    assert read_state_vector(knowledge.state_vector(), 10) == knowledge.state()


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32))
def test_the_new_part_does_exactly_what_the_whole_update_would(seed: int) -> None:
    rng = Random(seed)
    log = history(rng, edits=25)
    known, since = rng.randint(0, len(log)), rng.randint(0, len(log))
    doc = copy_of(*log[:known])
    knowledge = knowing(*log[:known])
    if rng.random() < 0.5:
        knowledge.add_deletions(read(doc.get_update()).deletions)
    base = copy_of(*log[: min(since, known)]).get_state()
    whole = read(copy_of(*log).get_update(base))
    assert not knowledge.lacks(whole)
    rest = knowledge.subtract(whole)
    expected = copy_of(*log[:known], whole.payload)
    if rest is None:
        assert expected.get_update() == doc.get_update()
        return
    assert copy_of(*log[:known], rest.payload).get_update() == expected.get_update()
    assert_new(rest, knowledge)
    knowledge.admit(rest)
    assert knowledge.subtract(whole) is None
    assert knowledge.subtract(rest) is None


def assert_new(rest: Update, knowledge: Knowledge) -> None:
    state = knowledge.state()
    assert all(first == state.get(client_id, 0) for client_id, (first, _) in rest.ranges.items())
    deletions = knowledge.deletions()
    for client_id, ranges in rest.deletions.items():
        known = {clock for first, last in deletions.get(client_id, ()) for clock in range(first, last)}
        assert not known & {clock for first, last in ranges for clock in range(first, last)}


def test_all_new_is_returned_as_it_is() -> None:
    edit = read(PARAGRAPH)
    assert Knowledge().subtract(edit) is edit


@pytest.mark.parametrize(
    ("known", "sent", "expected"),
    [
        (
            client(9, 0, text("a😀", parent="title")),
            client(9, 0, text("a😀b", parent="title")),
            client(9, 3, text("b", origin=(9, 2))),
        ),
        (
            client(9, 0, text("ab", origin=(7, 2), right=(7, 3))),
            client(9, 0, text("abc", origin=(7, 2), right=(7, 3))),
            client(9, 2, text("c", origin=(9, 1), right=(7, 3))),
        ),
        (client(9, 0, garbage(2)), client(9, 0, garbage(5)), client(9, 2, garbage(3))),
        (
            client(9, 0, deleted(2, right=(7, 3))),
            client(9, 0, deleted(5, right=(7, 3))),
            client(9, 2, deleted(3, origin=(9, 1), right=(7, 3))),
        ),
        (
            client(9, 0, any_list(NULL, parent=(7, 0), key="a")),
            client(9, 0, any_list(NULL, any_string("ü"), NULL, parent=(7, 0), key="a")),
            client(9, 1, bytes((0xA8,)) + any_list(any_string("ü"), NULL, origin=(9, 0))[1:]),
        ),
        (
            client(9, 0, text("a", parent="title")),
            client(9, 0, text("a", parent="title"), text("b", origin=(9, 0)), text("c", right=(9, 0))),
            client(9, 1, text("b", origin=(9, 0)), text("c", right=(9, 0))),
        ),
    ],
    ids=["text", "text between", "garbage", "deleted", "values", "whole structs"],
)
def test_a_struct_that_is_known_in_part_is_split_as_yjs_would(known: bytes, sent: bytes, expected: bytes) -> None:
    rest = knowing(PARAGRAPH, update(known)).subtract(read(update(sent)))
    assert rest is not None
    assert rest.payload == update(expected)


def test_deletions_that_are_known_are_left_out() -> None:
    knowledge = knowing(PARAGRAPH, update(deletions={7: [(3, 2)]}))
    rest = knowledge.subtract(read(update(deletions={7: [(2, 5)]})))
    assert rest is not None
    assert rest.deletions == {7: ((2, 3), (5, 7))}
    assert knowledge.covers(read(update(deletions={7: [(3, 1)]})))


def test_an_object_among_the_characters_is_there_until_it_is_deleted() -> None:
    knowledge = knowing(PARAGRAPH, update(client(7, 7, embed("{}", origin=(7, 6)))))
    assert knowledge.deletions() == {}
    edit = read(update(deletions={7: [(7, 1)]}))
    assert knowledge.subtract(edit) is edit


def test_what_is_needed_and_not_there_is_lacking() -> None:
    knowledge = knowing(PARAGRAPH)
    assert not knowledge.lacks(read(update(client(9, 0, text("x", origin=(7, 6))))))
    assert knowledge.lacks(read(update(client(9, 0, text("x", origin=(7, 7))))))
    assert knowledge.lacks(read(update(client(7, 8, text("x", origin=(7, 3))))))
    assert knowledge.lacks(read(update(deletions={7: [(6, 2)]})))
    assert knowledge.lacks(read(update(deletions={8: [(0, 1)]})))


def test_what_does_not_follow_cannot_be_added() -> None:
    with pytest.raises(ValueError, match="follow"):
        Knowledge().add(read(update(client(9, 1, garbage(1)))))


def test_a_state_vector_that_is_ahead() -> None:
    assert knowing(PARAGRAPH).ahead({7: 8, 8: 1, 9: 0}) == {7: 8, 8: 1}
    assert knowing(PARAGRAPH).ahead({7: 7}) == {}


def test_an_overlay_leaves_its_base_alone_until_it_is_merged() -> None:
    base = knowing(PARAGRAPH, update(deletions={7: [(2, 1)]}))
    typed = read(update(client(9, 0, text("😀x", origin=(7, 3))), deletions={7: [(2, 2)]}))
    overlay = base.overlay()
    overlay.admit(typed)
    second = overlay.overlay()
    second.admit(read(update(client(9, 3, text("y", origin=(9, 2))))))
    assert base.state() == {7: 7}
    assert base.deletions() == {7: ((2, 3),)}
    assert overlay.covers(typed)
    assert not base.covers(typed)
    assert second.state() == {7: 7, 9: 4}
    assert second.deletions() == {7: ((2, 4),)}
    overlay.merge(second)
    base.merge(overlay)
    assert base.state() == {7: 7, 9: 4}
    assert base.deletions() == {7: ((2, 4),)}
    assert base.structs == 5


def formats(first: int, last: int, clock: int) -> bytes:
    """An update with a format for each of these numbers, on the paragraph's text."""
    return update(client(7, clock, *(formatting(f"f{n}", "{}", origin=(7, 6)) for n in range(first, last))))


def test_a_document_has_so_many_kinds_of_formatting_at_the_most() -> None:
    knowledge = knowing(PARAGRAPH, formats(0, LIMITS.formats - 1, 7))
    overlay = knowledge.overlay()
    overlay.admit(read(formats(0, LIMITS.formats, 70)))
    with pytest.raises(SchemaViolation):
        overlay.admit(read(formats(LIMITS.formats, LIMITS.formats + 1, 134)))
    knowledge.merge(overlay)
    with pytest.raises(SchemaViolation):
        knowledge.admit(read(formats(LIMITS.formats, LIMITS.formats + 1, 134)))
    usual = Limits(usual_formats=frozenset({"f0", "f64"}))
    knowledge.admit(read_update(formats(LIMITS.formats, LIMITS.formats + 1, 134), usual))
    knowledge.admit(read(formats(1, 3, 135)))


def test_usual_formatting_that_was_read_without_regard_to_it_takes_nobody_elses_room() -> None:
    knowledge = knowing(PARAGRAPH)
    knowledge.add(read(formats(0, LIMITS.formats, 7)))
    limits = Limits(usual_formats=frozenset({"f0"}))
    knowledge.admit(read_update(formats(LIMITS.formats, LIMITS.formats + 1, 7 + LIMITS.formats), limits))
    with pytest.raises(SchemaViolation):
        knowledge.admit(read_update(formats(LIMITS.formats + 1, LIMITS.formats + 2, 8 + LIMITS.formats), limits))


def test_what_a_log_has_is_known_whatever_its_formatting() -> None:
    knowledge = knowing(PARAGRAPH)
    knowledge.add(read(formats(0, 100, 7)))
    knowledge.admit(read(formats(0, 100, 107)))
