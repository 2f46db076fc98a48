"""What the gate lets in and no document of ours has: it is read, told of, and projected like anything else."""

import time
from typing import Any

import pytest
from pycrdt import Doc, XmlFragment

from editor.collab.knowledge import Knowledge
from editor.collab.limits import Limits
from editor.collab.updates import read_update
from editor.content.document import html_of, markdown_of
from editor.content.schema import MARKS
from editor.content.survey import survey
from editor.documents.projections import project
from tests.collab.crafting import (
    any_array,
    any_list,
    any_object,
    any_string,
    binary,
    client,
    element,
    text,
    update,
    xml_text,
)
from tests.people import make_document, make_user

LIMITS = Limits(usual_formats=frozenset(MARKS))
BYTES = b"\x74\x021\xff"
PARAGRAPH = (element(parent="default"), xml_text(parent=(7, 0)))


def accepted(*structs: bytes) -> Doc[Any]:
    """A document of these structs, which are let in as they come from a peer."""
    payload = update(client(7, 0, *PARAGRAPH, *structs))
    Knowledge().admit(read_update(payload, LIMITS))
    doc: Doc[Any] = Doc()
    doc.apply_update(payload)
    return doc


UNHEARD_OF = {
    "bytes in an attribute": any_list(BYTES, parent=(7, 0), key="textAlign"),
    "binary in an attribute": binary(b"\xff", parent=(7, 0), key="id"),
    "bytes deep in an attribute": any_list(any_object(a=any_array(BYTES)), parent=(7, 0), key="textAlign"),
    "several values in an attribute": any_list(any_string("a"), BYTES, parent=(7, 0), key="id"),
    "a large number": any_list(b"\x7a" + b"\x7f" + b"\xff" * 7, parent=(7, 0), key="id"),
    "infinity": any_list(b"\x7b\x7f\xf0" + b"\0" * 6, parent=(7, 0), key="id"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", UNHEARD_OF)
def test_values_that_json_cannot_hold_are_projected(name: str) -> None:
    doc = accepted(UNHEARD_OF[name], text("kept", parent=(7, 1)))
    document = make_document(make_user())
    assert project(document.pk, doc.get_update(), 1, None)
    document.refresh_from_db()
    assert document.text == "kept"
    assert "kept" in markdown_of(doc)
    assert "kept" in html_of(doc)


def test_bytes_are_told_of_as_a_wrong_value() -> None:
    (found,) = survey(accepted(UNHEARD_OF["bytes in an attribute"])).violations
    assert (found.kind, found.detail) == ("wrong value", 'paragraph textAlign: {"unreadable":"bytearray"}')


def test_as_many_formats_as_are_let_in_on_many_runs_are_read_in_time() -> None:
    runs = 2_000
    doc = accepted()
    line = next(iter(next(iter(doc.get("default", type=XmlFragment).children)).children))
    with doc.transaction():
        line.insert(0, "x" * runs)
        for number in range(Limits().formats):
            line.format(0, runs, {f"f{number}": {}})
        for place in range(0, runs, 2):
            line.format(place, place + 1, {"bold": {}})
    Knowledge().admit(read_update(doc.get_update(), LIMITS))
    started = time.process_time()
    found = survey(doc)
    assert time.process_time() - started < 2
    assert found.text == "x" * runs
    assert len(markdown_of(doc)) > runs
    assert time.process_time() - started < 6
