"""What people write holds together: whoever exchanges everything has the same, and the judge agrees."""

from random import Random
from typing import Any

from pycrdt import Doc, Text, XmlFragment

from tests.soak.edits import Journal, copy_of, write
from tests.soak.judge import Fate, judge_copies

ROUNDS, EDITS = 40, 5


def test_people_who_write_apart_and_exchange_all_pass_the_judge() -> None:
    rng = Random(1)
    journals = [Journal(person) for person in range(3)]
    docs = [empty() for _ in journals]
    for _ in range(ROUNDS):
        for doc, journal in zip(docs, journals, strict=True):
            for _ in range(EDITS):
                edit, change = write(doc, journal, rng, 0.0)
                with doc.transaction():
                    change(doc)
                journal.acknowledged[edit.label] = 0.0
        updates = [doc.get_update() for doc in docs]
        for doc in docs:
            for update in updates:
                doc.apply_update(update)
    fate = Fate.of(journals)
    copies = {f"person {number}": copy_of(doc) for number, doc in enumerate(docs)}
    assert list(judge_copies(copies, fate)) == []
    edits = [edit for journal in journals for edit in journal.edits]
    assert len(fate.must) > ROUNDS * EDITS
    assert fate.must_be_bold
    assert any(edit.deletes for edit in edits)


def empty() -> Doc[Any]:
    doc: Doc[Any] = Doc()
    doc["title"], doc["default"] = Text(), XmlFragment()
    return doc
