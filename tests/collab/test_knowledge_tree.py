"""What may hang where in a document's tree, and how deep, whatever the updates that it is made of."""

import pytest

from editor.collab.knowledge import Knowledge
from editor.collab.updates import Limits, SchemaViolation, TooDeep, read_update
from tests.collab.crafting import (
    NULL,
    any_list,
    binary,
    client,
    deleted,
    element,
    embed,
    formatting,
    garbage,
    nested_elements,
    text,
    update,
    xml_text,
)
from tests.collab.edits import copy_of

LIMITS = Limits()
# clocks: 0 the paragraph, 1 its text, 2-6 hello, 7 an attribute, 8-9 an emoji
PARAGRAPH = update(
    client(
        7,
        0,
        element(parent="default"),
        xml_text(parent=(7, 0)),
        text("hello", parent=(7, 1)),
        any_list(NULL, parent=(7, 0), key="align"),
        text("😀", origin=(7, 6)),
    )
)


def admit(knowledge: Knowledge, *clients: bytes, deletions: dict[int, list[tuple[int, int]]] | None = None) -> None:
    knowledge.admit(read_update(update(*clients, deletions=deletions), LIMITS))


@pytest.fixture
def knowledge() -> Knowledge:
    knowledge = Knowledge()
    knowledge.admit(read_update(PARAGRAPH, LIMITS))
    return knowledge


def test_a_tree_of_the_greatest_depth_can_be_built_and_read() -> None:
    crafted = update(nested_elements(7, 200))
    Knowledge().admit(read_update(crafted, LIMITS))
    assert str(copy_of(crafted)["default"]).count("</paragraph>") == 200


def test_no_tree_is_deeper_in_one_update() -> None:
    knowledge = Knowledge()
    with pytest.raises(TooDeep):
        admit(knowledge, nested_elements(7, 201))
    assert knowledge.state() == {}
    admit(knowledge, nested_elements(7, 200))


def test_no_tree_is_deeper_over_many_updates() -> None:
    knowledge = Knowledge()
    admit(knowledge, nested_elements(1, 120))
    admit(knowledge, nested_elements(2, 80, parent=(1, 119)))
    with pytest.raises(TooDeep):
        admit(knowledge, client(3, 0, element(parent=(2, 79))))


def test_no_tree_is_deeper_when_each_level_hides_behind_a_neighbour() -> None:
    """Only the first item below each node says its parent; the node that goes deeper stands beside it."""
    knowledge = Knowledge()
    admit(knowledge, client(1, 0, element(parent="default")))
    for level in range(1, 200):
        client_id, parent = level + 1, (level, 0 if level == 1 else 1)
        admit(knowledge, client(client_id, 0, element(parent=parent), element(right=(client_id, 0))))
    with pytest.raises(TooDeep):
        admit(knowledge, client(300, 0, element(parent=(200, 1))))


def test_clients_that_build_on_each_other_in_turn_are_measured_right() -> None:
    levels = range(100)
    first = client(1, 0, *(element(parent=(2, n - 1) if n else "default") for n in levels))
    second = client(2, 0, *(element(parent=(1, n)) for n in levels))
    knowledge = Knowledge()
    admit(knowledge, first, second)
    admit(knowledge, client(3, 0, xml_text(origin=(2, 99))))
    with pytest.raises(TooDeep):
        admit(knowledge, client(4, 0, xml_text(parent=(2, 99))))


@pytest.mark.parametrize(
    "struct",
    [
        text("x", origin=(7, 6)),
        text("x", right=(7, 2)),
        formatting("bold", "true", origin=(7, 2), right=(7, 3)),
        embed('{"type": "hardBreak"}', origin=(7, 3)),
        embed('{"type": "hardBreak"}', parent=(7, 1)),
        deleted(2, origin=(7, 6)),
        element(origin=(7, 0)),
        xml_text(parent=(7, 0)),
        text("x", parent=(7, 0), key="align"),
        any_list(NULL, origin=(7, 7)),
        binary(b"x", parent=(7, 0), key="data"),
        garbage(3),
    ],
)
def test_what_belongs_there(knowledge: Knowledge, struct: bytes) -> None:
    admit(knowledge, client(9, 0, struct))


@pytest.mark.parametrize(
    "struct",
    [
        text("x", parent="default"),
        text("x", parent=(7, 0)),
        text("x", origin=(7, 0)),
        formatting("bold", "true", right=(7, 0)),
        any_list(NULL, parent="default"),
        any_list(NULL, origin=(7, 3)),
        embed("{}", parent="title"),
        embed("{}", parent=(7, 0)),
        embed("{}", origin=(7, 0)),
        embed("{}", parent=(7, 0), key="align"),
        binary(b"x", parent=(7, 0)),
        element(parent="title"),
        element(origin=(7, 3)),
        element(parent=(7, 1)),
        xml_text(parent=(7, 1)),
        element(parent=(7, 0), key="align"),
        xml_text(origin=(7, 7)),
        text("x", parent=(7, 3)),
        text("x", parent=(7, 7)),
        text("x", origin=(7, 3), right=(7, 0)),
        text("x", origin=(7, 6), right=(7, 7)),
    ],
)
def test_what_has_no_business_there(knowledge: Knowledge, struct: bytes) -> None:
    with pytest.raises(SchemaViolation):
        admit(knowledge, client(9, 0, struct))
    assert knowledge.state() == {7: 10}


def test_what_hangs_on_garbage_or_on_something_deleted_is_let_in(knowledge: Knowledge) -> None:
    admit(knowledge, client(8, 0, garbage(3), deleted(2, parent="default")))
    admit(knowledge, client(9, 0, text("x", origin=(8, 1)), element(parent=(8, 1)), text("y", parent=(8, 3))))
    admit(knowledge, client(10, 0, text("x", parent=(9, 1)), text("in the text", origin=(8, 1), right=(7, 3))))
    with pytest.raises(SchemaViolation):
        admit(knowledge, client(11, 0, element(origin=(10, 5))))


@pytest.mark.parametrize(
    ("structs", "deletions"),
    [
        ([client(9, 0, text("x", origin=(7, 8)))], {}),
        ([client(9, 0, text("x", right=(7, 9)))], {}),
        ([], {7: [(8, 1)]}),
        ([], {7: [(9, 1)]}),
        ([client(9, 0, text("a😀", origin=(7, 3)), text("b", origin=(9, 1), right=(9, 2)))], {}),
    ],
)
def test_no_character_is_cut_in_half(
    knowledge: Knowledge, structs: list[bytes], deletions: dict[int, list[tuple[int, int]]]
) -> None:
    overlay = knowledge.overlay()
    with pytest.raises(SchemaViolation):
        admit(overlay, *structs, deletions=deletions)
    admit(overlay, client(9, 0, text("x", origin=(7, 9))), deletions={7: [(8, 2)]})


def test_what_the_log_has_is_taken_as_it_is() -> None:
    knowledge = Knowledge()
    knowledge.add(read_update(update(nested_elements(7, 3_000), client(9, 0, text("x", parent="default"))), LIMITS))
    assert knowledge.state() == {7: 3_000, 9: 1}
