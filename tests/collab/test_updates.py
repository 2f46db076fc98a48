"""Every rule of the reader, by bytes that break it."""

import pytest

from editor.collab.updates import (
    Limits,
    Malformed,
    Refused,
    SchemaViolation,
    TooDeep,
    TooLarge,
    read_state_vector,
    read_update,
)
from tests.collab.crafting import (
    MAX_CLIENT,
    NULL,
    TRUE,
    any_array,
    any_list,
    any_object,
    any_string,
    binary,
    client,
    delete_set,
    deleted,
    element,
    embed,
    formatting,
    garbage,
    json_list,
    nested_array,
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

LIMITS = Limits()
PARAGRAPH = client(7, 0, element(parent="default"), xml_text(parent=(7, 0)), text("hello", parent=(7, 1)))


def test_an_update_says_what_it_brings_and_what_it_needs() -> None:
    crafted = update(
        client(9, 3, text("x😀", origin=(7, 4), right=(8, 1)), garbage(2)),
        client(7, 2, text("hello", parent=(7, 1))),
        deletions={9: [(0, 2), (1, 3)], 7: [(3, 1)], 5: [(4, 2)]},
    )
    read = read_update(crafted, LIMITS)
    assert read.ranges == {9: (3, 8), 7: (2, 7)}
    assert read.deletions == {9: ((0, 4),), 7: ((3, 4),), 5: ((4, 6),)}
    assert read.needs == {9: 3, 7: 2, 8: 2, 5: 6}
    assert read.structs == 3


def test_an_empty_update_is_fine() -> None:
    empty = read_update(update(), LIMITS)
    assert not empty.ranges
    assert not empty.deletions


def test_a_part_that_follows_in_the_update_is_not_needed() -> None:
    crafted = update(client(9, 0, text("x", origin=(7, 4))), PARAGRAPH, deletions={9: [(0, 1)]})
    assert read_update(crafted, LIMITS).needs == {}


@pytest.mark.parametrize(
    "struct",
    [
        text("x", parent="title"),
        text("ü\0😀", origin=(7, 3), right=(7, 4)),
        text("x", right=(7, 3)),
        deleted(3, origin=(7, 3)),
        garbage(4),
        formatting("bold", "true", origin=(7, 3)),
        formatting("link--aBc1+/==", '{"href": "\\ud83d\\ude00", "n": [1, -0.5e3]}', origin=(7, 3)),
        element("code-block_2", parent="default"),
        any_list(NULL, any_object(a=any_array(TRUE, any_string("ü"))), parent=(7, 0), key="align"),
        any_list(b"\x7d\x05", b"\x7d\xff\xff\x01", b"\x7c" + bytes(4), b"\x7b" + bytes(8), parent=(7, 0), key="level"),
        binary(b"abc", parent=(7, 0), key="data"),
        any_list(nested_array(32), parent=(7, 0), key="deep"),
        formatting("deep", nested_json(16), origin=(7, 3)),
    ],
)
def test_what_yjs_writes_is_accepted(struct: bytes) -> None:
    assert read_update(update(PARAGRAPH, client(MAX_CLIENT, 2, struct)), LIMITS).ranges[MAX_CLIENT][0] == 2


HOSTILE: list[tuple[str, bytes, type[Refused]]] = [
    ("nothing", b"", Malformed),
    ("no deletions", uint(0), Malformed),
    ("something after the end", update(PARAGRAPH) + b"\0", Malformed),
    ("fewer clients than it says", update(PARAGRAPH, count=2), Malformed),
    ("fewer structs than it says", update(client(7, 0, garbage(1), count=2)), Malformed),
    ("more structs than bytes", update(client(7, 0, garbage(1), count=2**31 - 1)), Malformed),
    ("a client without structs", update(client(7, 0)), Malformed),
    ("a client twice", update(client(7, 0, garbage(1)), client(7, 1, garbage(1))), Malformed),
    ("a client of 54 bits", update(client(2**53, 0, garbage(1))), Malformed),
    ("an overlong number", uint(1) + overlong_uint(1) + uint(7) + uint(0) + garbage(1) + uint(0), Malformed),
    ("a clock near 2^32", update(client(7, 2**32 - 2, garbage(1))), Malformed),
    ("a clock that grows past 2^31", update(client(7, 2**31 - 3, garbage(2), garbage(2))), Malformed),
    ("garbage of no length", update(client(7, 0, garbage(0))), Malformed),
    ("garbage of 2^31", update(client(7, 0, garbage(2**31))), Malformed),
    ("garbage with flags", update(client(7, 0, b"\x20\x01")), SchemaViolation),
    ("a gap", update(client(7, 0, skip(3))), Malformed),
    ("deleted of no length", update(client(7, 0, deleted(0, parent="default"))), Malformed),
    ("no text", update(client(7, 0, text("", parent="title"))), Malformed),
    ("text that is not UTF-8", update(client(7, 0, text(b"\xff", parent="title"))), Malformed),
    ("half a pair as text", update(client(7, 0, text(b"\xed\xa0\xbd", parent="title"))), Malformed),
    ("text that is cut", update(client(7, 0, b"\x04\x01\x05title\x7fabc")), Malformed),
    ("a parent of a third kind", update(client(7, 0, b"\x04\x02\x05title\x01a")), Malformed),
    ("an unknown root", update(client(7, 0, text("x", parent="comments"))), SchemaViolation),
    ("an attribute of a root", update(client(7, 0, any_list(NULL, parent="default", key="a"))), SchemaViolation),
    ("a node name that is none", update(client(7, 0, element("<script>", parent="default"))), SchemaViolation),
    ("a node name too long", update(client(7, 0, element("a" * 65, parent="default"))), SchemaViolation),
    ("a key too long", update(client(7, 0, any_list(NULL, parent=(6, 0), key="a" * 65))), SchemaViolation),
    ("no key", update(client(7, 0, any_list(NULL, parent=(6, 0), key=""))), SchemaViolation),
    ("a key with a control character", update(client(7, 0, formatting("a\n", "1", origin=(6, 0)))), SchemaViolation),
    ("a map", update(client(7, 0, shared_type(1, parent="default"))), SchemaViolation),
    ("a weak link", update(client(7, 0, shared_type(7, parent="default"))), SchemaViolation),
    ("a subdocument", update(client(7, 0, subdocument(parent="default"))), SchemaViolation),
    ("a move", update(client(7, 0, b"\x0b\x01\x07default\0\0\0")), SchemaViolation),
    ("an unknown content", update(client(7, 0, b"\x1f\x01\x07default\0")), SchemaViolation),
    ("a JSON list", update(client(7, 0, json_list("1", parent=(6, 0), key="a"))), SchemaViolation),
    ("JSON that is none", update(client(7, 0, formatting("a", "{", origin=(6, 0)))), Malformed),
    ("JSON with NaN", update(client(7, 0, formatting("a", "[NaN]", origin=(6, 0)))), Malformed),
    ("JSON with half a pair", update(client(7, 0, formatting("a", '"\\ud800"', origin=(6, 0)))), Malformed),
    ("JSON beyond a double", update(client(7, 0, formatting("a", "1e999", origin=(6, 0)))), Malformed),
    ("JSON in UTF-16", update(client(7, 0, formatting("a", "1\0", origin=(6, 0)))), Malformed),
    ("JSON too large", update(client(7, 0, embed('"' + "a" * 65_536 + '"', origin=(6, 0)))), TooLarge),
    ("JSON too deep", update(client(7, 0, formatting("a", nested_json(17), origin=(6, 0)))), TooDeep),
    ("JSON far too deep", update(client(7, 0, formatting("a", nested_json(30_000), origin=(6, 0)))), TooDeep),
    ("values too deep", update(client(7, 0, any_list(nested_array(33), parent=(6, 0), key="a"))), TooDeep),
    ("values far too deep", update(client(7, 0, any_list(nested_array(50_000), parent=(6, 0), key="a"))), TooDeep),
    ("fewer values than it says", update(client(7, 0, any_list(NULL, count=9, parent=(6, 0), key="a"))), Malformed),
    ("a list that lies", update(client(7, 0, any_list(any_array(count=2**31), parent=(6, 0), key="a"))), Malformed),
    ("no values", update(client(7, 0, any_list(parent=(6, 0), key="a"))), Malformed),
    ("a value of no kind", update(client(7, 0, any_list(b"\x05", parent=(6, 0), key="a"))), Malformed),
    (
        "a number of 54 bits",
        update(client(7, 0, any_list(b"\x7d\xbf" + uint(2**47), parent=(6, 0), key="a"))),
        Malformed,
    ),
    ("an origin of its own later", update(client(7, 5, text("x", origin=(7, 5)))), Malformed),
    ("a right origin of its own later", update(client(7, 5, text("x", right=(7, 6)))), Malformed),
    ("a parent of its own later", update(client(7, 5, text("x", parent=(7, 5)))), Malformed),
    ("an origin of 2^31", update(client(7, 5, text("x", origin=(6, 2**31)))), Malformed),
    ("origins that are one", update(client(7, 5, text("x", origin=(6, 2), right=(6, 2)))), Malformed),
    (
        "structs that wait for each other",
        update(client(7, 0, text("a", origin=(9, 0))), client(9, 0, text("b", right=(7, 0)))),
        Malformed,
    ),
    ("no length deleted", update(deletions={7: [(0, 0)]}), Malformed),
    ("deletions past 2^31", update(deletions={7: [(2**31 - 2, 2)]}), Malformed),
    ("deletions of a client twice", uint(0) + uint(2) + delete_set({7: [(0, 1)]})[1:] * 2, Malformed),
    ("a client without deletions", update(deletions={7: []}), Malformed),
    ("more deletions than bytes", uint(0) + uint(1) + uint(7) + uint(2**31) + uint(0) + uint(1), Malformed),
    (
        "more values than it may have",
        update(client(7, 0, any_list(NULL * 1_000_001, count=1_000_001, origin=(6, 0)))),
        TooLarge,
    ),
    ("more clients than it may have", update(*(client(n, 0, garbage(1)) for n in range(1_001))), TooLarge),
    ("more structs than it may have", update(client(7, 0, *[garbage(1)] * 100_001)), TooLarge),
    ("too many bytes", bytes(2 * 1024 * 1024 + 1), TooLarge),
]


@pytest.mark.parametrize(("crafted", "refusal"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_refused(crafted: bytes, refusal: type[Refused]) -> None:
    with pytest.raises(Refused) as caught:
        read_update(crafted, LIMITS)
    assert type(caught.value) is refusal


def test_every_refusal_has_a_code() -> None:
    codes = {refusal.code for refusal in (Malformed, TooLarge, TooDeep, SchemaViolation)}
    assert codes == {"malformed", "too-large", "too-deep", "schema"}


def test_an_update_that_is_cut_anywhere_is_malformed() -> None:
    whole = update(PARAGRAPH, client(9, 0, any_list(any_string("ab"), parent=(7, 0), key="k")), deletions={7: [(3, 1)]})
    for end in range(len(whole)):
        with pytest.raises(Malformed):
            read_update(whole[:end], LIMITS)


def test_a_node_name_must_be_known_if_the_limits_name_them() -> None:
    crafted = update(client(7, 0, element("heading", parent="default")))
    read_update(crafted, Limits(nodes=frozenset({"heading"})))
    with pytest.raises(SchemaViolation):
        read_update(crafted, Limits(nodes=frozenset({"paragraph"})))


def test_clients_that_wait_for_each_other_in_turn_are_fine() -> None:
    crafted = update(
        client(1, 0, text("a", parent="title"), text("b", origin=(2, 0)), text("c", origin=(2, 1))),
        client(2, 0, text("d", origin=(1, 0)), text("e", origin=(1, 1))),
    )
    assert read_update(crafted, LIMITS).needs == {}


def test_what_the_log_has_may_be_of_any_size() -> None:
    crafted = update(*(client(n, 0, garbage(1)) for n in range(1_001)))
    assert read_update(crafted, Limits.stored()).structs == 1_001


def test_a_state_vector() -> None:
    assert read_state_vector(state_vector([(MAX_CLIENT, 5), (1, 0)]), 2) == {MAX_CLIENT: 5, 1: 0}


@pytest.mark.parametrize(
    ("crafted", "refusal"),
    [
        (state_vector([(1, 1), (2, 1), (3, 1)]), TooLarge),
        (state_vector([(1, 1)], count=2), Malformed),
        (state_vector([(1, 1)]) + b"\0", Malformed),
        (state_vector([(1, 1), (1, 2)]), Malformed),
        (state_vector([(1, 2**31)]), Malformed),
        (state_vector([(2**53, 1)]), Malformed),
        (b"", Malformed),
    ],
)
def test_a_state_vector_is_refused(crafted: bytes, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        read_state_vector(crafted, 2)
