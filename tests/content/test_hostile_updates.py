"""What the gate lets in and no document of ours has: it is read, told of, and projected like anything else."""

from typing import Any

import pytest
from pycrdt import Doc

from editor.collab.knowledge import Knowledge
from editor.collab.limits import Limits
from editor.collab.updates import read_update
from editor.content.document import html_of, markdown_of
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

BYTES = b"\x74\x021\xff"
PARAGRAPH = (element(parent="default"), xml_text(parent=(7, 0)))


def accepted(*structs: bytes) -> Doc[Any]:
    """A document of these structs, which are let in as they come from a peer."""
    payload = update(client(7, 0, *PARAGRAPH, *structs))
    Knowledge().admit(read_update(payload, Limits()))
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
