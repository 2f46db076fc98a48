"""Confirming from several threads: one checks a file, and few read pictures at the same time."""

import json
from concurrent.futures import ThreadPoolExecutor, wait
from uuid import UUID

import pytest
from django.db import connection

from editor.media import storage
from editor.media.images import decoding
from editor.media.models import MediaFile, State
from tests.media.uploads import Person, objects, picture

pytestmark = pytest.mark.django_db(transaction=True)


def confirm_apart(person: Person, file_id: UUID) -> int:
    """In a thread, which gives its connection back."""
    try:
        return int(person.confirm(file_id).status_code)
    finally:
        connection.close()


def test_of_many_confirmations_at_once_one_checks_the_file() -> None:
    ada = Person.make()
    file_id = ada.upload(picture(900, 700), "cat.png", "image/png")

    def confirm(_: int) -> tuple[int, str]:
        try:
            answer = ada.confirm(file_id)
            return answer.status_code, answer.content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = dict(pool.map(confirm, range(8)))
    assert answers.keys() <= {200, 409}
    assert json.loads(answers.get(409, '{"problem": "being-checked"}'))["problem"] == "being-checked"
    assert ada.confirm(file_id).content.decode() == answers[200]
    assert MediaFile.objects.get(pk=file_id).state == State.READY
    assert objects(file_id) == {f"files/{file_id}/original"}


def test_no_more_pictures_are_read_at_once_than_there_is_memory_for() -> None:
    ada = Person.make()
    files = [ada.upload(picture(900, 700 + number), "cat.png", "image/png") for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        with decoding, decoding:
            confirmed = [pool.submit(confirm_apart, ada, file_id) for file_id in files]
            assert not wait(confirmed, timeout=1).done
            assert ada.put(b"words", "a.txt").status_code == 200
        assert [one.result() for one in confirmed] == [200] * 4


def test_a_check_that_is_late_finds_the_file_ready() -> None:
    ada = Person.make()
    file_id = ada.upload(picture(), "cat.png", "image/png")
    with ThreadPoolExecutor(1) as pool:
        with decoding, decoding:
            late = pool.submit(confirm_apart, ada, file_id)
            assert not wait([late], timeout=1).done
            MediaFile.objects.filter(pk=file_id).update(state=State.READY)
            storage.delete(f"uploads/{file_id}")
        assert late.result() == 200
