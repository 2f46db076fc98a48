from io import StringIO
from random import Random
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from editor.log.access_versions import raise_access_versions
from editor.log.compaction import compact
from editor.log.models import ClientOwner, LogEntry, LogHead, Snapshot
from editor.log.verification import find_problems
from tests.log.histories import Edit, store, write_history

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def edits() -> list[Edit]:
    return list(write_history(Random(5), 40))


def test_a_log_as_it_should_be_has_no_problem(edits: list[Edit]) -> None:
    document_id = store(edits[:30])
    compact(document_id)
    store(edits[30:], document_id)
    assert find_problems(document_id) == []
    assert find_problems(store([])) == []


def test_a_missing_row_is_found(edits: list[Edit]) -> None:
    document_id = store(edits)
    LogEntry.objects.filter(document_id=document_id, number=7).delete()
    assert "row 7 is missing, row 8 comes next" in find_problems(document_id)


def test_a_missing_end_is_found(edits: list[Edit]) -> None:
    document_id = store(edits)
    LogEntry.objects.filter(document_id=document_id, number__gt=38).delete()
    assert find_problems(document_id) == ["the head is 40, the last row 38"]


def test_a_wrong_order_is_found(edits: list[Edit]) -> None:
    [problem, *_] = find_problems(store([edits[-1], *edits[:-1]]))
    assert problem == "row 1 depends on what comes later or never"


def test_bytes_that_are_no_update_are_found(edits: list[Edit]) -> None:
    document_id = store([*edits, Edit(b"\1\1", edits[0].author, edits[0].client)])
    [problem] = find_problems(document_id)
    assert problem.startswith("row 41 can't be read")


def test_a_row_under_somebody_elses_client_is_found(edits: list[Edit]) -> None:
    first = edits[0]
    document_id = store(edits)
    ClientOwner.objects.filter(document_id=document_id, client=first.client).delete()
    assert f"row 1 is by {first.author}, its client {first.client} belongs to nobody" in find_problems(document_id)
    stranger = uuid4()
    ClientOwner.objects.create(document_id=document_id, client=first.client, author=stranger)
    assert f"row 1 is by {first.author}, its client {first.client} belongs to {stranger}" in find_problems(document_id)


def test_a_snapshot_of_something_else_is_found(edits: list[Edit]) -> None:
    document_id = store(edits)
    compact(document_id)
    other = store(edits[:39])
    compact(other)
    payload = Snapshot.objects.get(document_id=other).payload
    Snapshot.objects.filter(document_id=document_id).update(payload=payload)
    assert find_problems(document_id) == ["snapshot 40 and its tail differ from all rows"]


def test_the_command_names_what_is_broken_and_ends_with_an_error(edits: list[Edit]) -> None:
    sound, broken = store(edits), store(edits)
    LogHead.objects.filter(document_id=broken).update(head=41)
    assert "1 documents are in order" in _run("verify_log", sound)
    output = StringIO()
    with pytest.raises(CommandError, match="1 of 2 documents are broken"):
        call_command("verify_log", stdout=output)
    assert output.getvalue() == f"{broken}: the head is 41, the last row 40\n"


def test_a_new_generation_changes_the_generation_and_the_rights_to_be_read() -> None:
    chosen, other = store([]), store([])
    before = {head.pk: (head.generation, head.access_version) for head in LogHead.objects.all()}
    _run("new_generation", chosen)
    after = {head.pk: (head.generation, head.access_version) for head in LogHead.objects.all()}
    assert after[other] == before[other]
    assert after[chosen][0] != before[chosen][0]
    assert after[chosen][1] == before[chosen][1] + 1
    call_command("new_generation", "--all", stdout=StringIO())
    assert LogHead.objects.get(pk=other).generation != before[other][0]
    for mistake in ([], ["--all", str(chosen)], [str(uuid4())]):
        with pytest.raises(CommandError):
            call_command("new_generation", *mistake, stdout=StringIO(), stderr=StringIO())


@pytest.mark.parametrize("model", [LogEntry, ClientOwner])
def test_the_database_refuses_to_change_the_log(model: type[LogEntry | ClientOwner], edits: list[Edit]) -> None:
    store(edits)
    with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        model.objects.update(author=uuid4())


def test_the_database_refuses_rows_without_a_log(edits: list[Edit]) -> None:
    document_id = store(edits)
    with pytest.raises(IntegrityError), transaction.atomic():
        LogHead.objects.filter(document_id=document_id)._raw_delete("default")
    with pytest.raises(IntegrityError), transaction.atomic():
        LogEntry.objects.create(document_id=uuid4(), number=1, payload=b"", author=uuid4(), source=1, schema=1)


def test_rights_change_only_in_a_transaction() -> None:
    document_id = store([])
    with pytest.raises(RuntimeError):
        raise_access_versions([document_id])
    with transaction.atomic():
        raise_access_versions([document_id])
    assert LogHead.objects.get(document_id=document_id).access_version == 2
    assert not connection.in_atomic_block


def _run(command: str, *documents: UUID) -> str:
    output = StringIO()
    call_command(command, *map(str, documents), stdout=output)
    return output.getvalue()
