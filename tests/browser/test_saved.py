""" "Saved" stands in the bar exactly while every edit is committed in Postgres."""

from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import expect

from editor.log.models import LogHead
from project.local.stack import Stack
from tests.browser.faults import UNREACHABLE, Faults
from tests.browser.people import DESKTOP, PHONE, People, without_postgres
from tests.browser.screen import stored_text
from tests.people import make_document


def test_saved_is_said_only_when_it_is_in_the_database(people: People) -> None:
    ada = people.come()
    document = make_document(ada.user)
    screen = ada.open(document)
    written = ""
    for word in ("one ", "two ", "three "):
        screen.write_at_end(word)
        screen.expect_saved()
        written += word
        assert stored_text(document) == written.strip()


def test_while_the_commit_waits_nothing_is_called_saved(people: People) -> None:
    ada = people.come()
    document = make_document(ada.user)
    screen = ada.open(document)
    with transaction.atomic():
        LogHead.objects.select_for_update().get(document=document)
        screen.write_at_end("held")
        expect(screen.save_state).to_have_text("Saving…", timeout=1_000)
        expect(screen.save_state).to_have_text("Not saved — 4 edits waiting", timeout=4_000)
        assert stored_text(document) == ""
    screen.expect_saved()
    assert stored_text(document) == "held"


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_is_lost_while_postgres_is_away(
    people: People, stack: Stack, faults: Faults, viewport: dict[str, Any]
) -> None:
    faults.expect(*UNREACHABLE)
    ada = people.come(viewport=viewport)
    document = make_document(ada.user)
    screen = ada.open(document)
    screen.write_at_end("Before. ")
    screen.expect_saved()
    with without_postgres(stack):
        screen.write_at_end("Meanwhile.")
        screen.expect_waiting(seconds=5)
        expect(screen.save_state).to_be_in_viewport(ratio=1)
        expect(screen.save_state).to_contain_text("10 edits")
    screen.expect_saved(seconds=30)
    screen.expect_text("Before. Meanwhile.")
    assert stored_text(document) == "Before. Meanwhile."
