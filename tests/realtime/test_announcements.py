"""Announcements as messages of the channel layer."""

from uuid import uuid4

from editor.collab.ports import Committed, Row
from editor.realtime.announcements import from_message, to_message

ROWS = [Row(7, b"\x00\x00", uuid4()), Row(8, b"\x00\x00", uuid4())]


def test_rows_reach_the_other_replicas() -> None:
    news = Committed(uuid4(), "a", uuid4(), 7, 8, ROWS)
    assert from_message(to_message(news), "b") == news


def test_rows_that_come_back_to_their_sender_are_not_read() -> None:
    news = Committed(uuid4(), "a", uuid4(), 7, 8, ROWS)
    heard = from_message(to_message(news), "a")
    assert isinstance(heard, Committed)
    assert (heard.first, heard.last, list(heard.rows)) == (7, 8, [])
