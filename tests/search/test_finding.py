"""What is found, and in which order."""

from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from editor.accounts.models import User
from editor.documents.models import Document, Role
from editor.log.models import ClientOwner
from editor.search.finding import search
from editor.search.limits import MAX_PAGES, PER_PAGE
from editor.search.models import SearchEntry
from tests.people import make_document, make_user
from tests.search.written import said, titles, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> User:
    return make_user("Ada")


def test_titles_stand_above_texts_and_the_last_edited_above_the_others(ada: User) -> None:
    write(ada, "Old text", "the harvest of last year", days_ago=3)
    write(ada, "New text", "a harvest", days_ago=1)
    write(ada, "The harvest", days_ago=9)
    write(ada, "Harvest plan", days_ago=20)
    write(ada, "Harvest feast", days_ago=10)
    write(ada, "Nothing of it", "at all")
    assert titles(ada, "harvest") == ["Harvest feast", "Harvest plan", "The harvest", "New text", "Old text"]


def test_all_words_must_be_there_in_the_title_or_in_the_text(ada: User) -> None:
    write(ada, "Minutes of May", "The budget was agreed.")
    write(ada, "Minutes of June", "No money was spoken of.")
    assert titles(ada, "minutes budget") == ["Minutes of May"]
    assert titles(ada, "budget minutes june") == []


def test_the_last_word_may_be_only_begun_and_the_others_may_not(ada: User) -> None:
    write(ada, "Harvest plan")
    assert titles(ada, "harvest pl") == ["Harvest plan"]
    write(ada, "Harvester planning", days_ago=-1)
    assert titles(ada, "harvest plan") == ["Harvest plan", "Harvester planning"]
    write(ada, "Letters", "a harvesting machine")
    assert titles(ada, "machine harves") == ["Letters"]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Żółć i Übermaß in München", "zolc"),
        ("Żółć i Übermaß in München", "UBERMASS"),
        ("Straße", "strasse"),
        ("Strasse", "straße"),
        ("cafe\u0301 noir", "café"),
        ("\uff21\uff50\uff4f\uff4c\uff4c\uff4f 11", "apollo"),
        ("ﬁnance", "finance"),
        ("crème brûlée", "creme brulee"),
        ("don\u2019t panic", "don't panic"),
        ("İstanbul", "istanbul"),
        ("Привет, Мир", "мир"),
        ("Ελλάδα", "ελλαδα"),
        ("नमस्ते दुनिया", "दुनिया"),
    ],
)
def test_accents_capitals_and_widths_make_no_difference(ada: User, text: str, typed: str) -> None:
    write(ada, "Found", text)
    assert titles(ada, typed) == ["Found"]


@pytest.mark.parametrize(
    "typed",
    ["東京", "京", "都", "東", "東京都", "京都に", "行き", "カメラ", "メラ", "ｶﾒﾗ", "한국", "국어", "어", "plan東"],
)
def test_unspaced_script_is_found_by_any_part(ada: User, typed: str) -> None:
    write(ada, "Found", "私は東京都に行きました。カメラ、한국어 plan東西")
    write(ada, "Other", "西京と東北の都市、行為")
    assert "Found" in titles(ada, typed)
    write(ada, "我们的计划", "")
    assert titles(ada, "计划") == ["我们的计划"]
    assert titles(ada, "我们 划") == ["我们的计划"]


def test_pieces_of_unspaced_script_must_stand_together(ada: User) -> None:
    write(ada, "Apart", "东京 and 京都")
    assert titles(ada, "东京都") == []
    write(ada, "Together", "东京都")
    assert titles(ada, "东京都") == ["Together"]


def test_words_in_quotes_stand_one_after_the_other(ada: User) -> None:
    write(ada, "Together", "We sow, then: the winter wheat is late.")
    write(ada, "Apart", "Wheat of the winter")
    assert titles(ada, '"winter wheat"') == ["Together"]
    assert set(titles(ada, "winter wheat")) == {"Together", "Apart"}
    assert titles(ada, "“then the winter” late") == ["Together"]
    assert titles(ada, '"winter whe') == ["Together"]
    assert titles(ada, '"inter wheat"') == []


def test_parts_of_words_are_found_after_whole_words(ada: User) -> None:
    write(ada, "Whole", "voice", days_ago=5)
    write(ada, "An invoice", days_ago=1)
    write(ada, "Part", "of invoices")
    assert titles(ada, "voice") == ["Whole", "An invoice", "Part"]
    write(ada, "Codes", "see INV-2026/0047_b and ada.moss@example.org")
    for typed in ("INV-2026/0047", "0047", "v-2026", "moss@example", "2026/0047_b"):
        assert "Codes" in titles(ada, typed), typed


def test_a_document_is_found_once_however_often_it_has_the_word(ada: User) -> None:
    write(ada, "Wheat", "wheat buckwheat wheat")
    assert titles(ada, "wheat") == ["Wheat"]


def test_what_was_written_a_moment_ago_is_found_and_what_was_taken_out_is_not(ada: User) -> None:
    document = write(ada, "Draft", "sycamore")
    assert titles(ada, "sycamore") == ["Draft"]
    Document.objects.filter(pk=document.pk).update(text="willow")
    assert titles(ada, "sycamore") == []
    assert titles(ada, "willow") == ["Draft"]
    Document.objects.filter(pk=document.pk).update(title="Final")
    assert titles(ada, "draft") == []
    assert titles(ada, "willow final") == ["Final"]
    document.delete()
    assert not SearchEntry.objects.filter(pk=document.pk).exists()


def test_without_words_the_last_edited_come_first(ada: User) -> None:
    write(ada, "Old", days_ago=2)
    write(ada, "New")
    assert titles(ada, "  ") == ["New", "Old"]


@pytest.mark.parametrize("typed", ["%", "_", "&", "!", "()", '""', "'", "\\", ":*", "* | !"])
def test_signs_alone_find_nothing(ada: User, typed: str) -> None:
    write(ada, "100 % _ & ! 'x' \\ :*", "text")
    assert titles(ada, typed) == []


@pytest.mark.parametrize(
    "typed",
    [
        "plan & !secret",
        "plan | secret",
        "plan <-> x",
        "plan:*",
        "plan'",
        "'plan",
        "plan\\",
        "plan';--",
        "pl%n",
        "p_an",
        "(plan",
    ],
)
def test_nothing_that_is_typed_is_an_operator(ada: User, typed: str) -> None:
    write(ada, "The secret one")
    write(ada, "Unplanned")
    assert "The secret one" not in titles(ada, typed)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=60) | st.text(alphabet="a\"'\\:*&|!<->()%_ 東京\0\ud800", max_size=40))
def test_whatever_is_typed_is_answered(ada: User, typed: str) -> None:
    search(ada, typed)


@pytest.mark.parametrize("typed", ["x" * 100_000, "a " * 5_000, '"' * 3_000, "東" * 9_000, "\0", "é" * 4_000])
def test_huge_queries_are_cut(ada: User, typed: str) -> None:
    write(ada, "Plain")
    assert search(ada, typed).hits == []


@pytest.mark.parametrize(
    "text",
    ["x" * 1_000_000, "東京" * 300_000, "\n".join(f"w{n}" for n in range(150_000)), "é" * 500_000, "\u200b" * 1_000],
)
def test_no_text_is_too_much(ada: User, text: str) -> None:
    write(ada, "Large", f"first words {text}")
    assert titles(ada, "first words") == ["Large"]


def test_a_text_with_more_different_words_than_fit_is_found_by_those_that_fit(ada: User) -> None:
    words = " ".join(f"{n:x}{'q' * 30}" for n in range(60_000))
    write(ada, "Large", f"beginning {words}")
    assert titles(ada, "beginning") == ["Large"]


def test_filters(ada: User) -> None:
    ben = make_user("Ben")
    write(ada, "Old plan", days_ago=30)
    new = write(ada, "New plan", days_ago=1)
    theirs = write(ben, "Plan of Ben's", days_ago=2)
    theirs.memberships.create(user=ada, role=Role.VIEWER)
    since = new.created_at.replace(year=new.created_at.year - 1)
    assert titles(ada, "plan", author_id=ben.pk) == ["Plan of Ben's"]
    assert titles(ada, "plan", since=since) == ["Plan of Ben's", "New plan", "Old plan"]
    assert titles(ada, "plan", until=since) == []
    ClientOwner.objects.create(document=new, client=7, author=ben.pk)
    assert titles(ada, "plan", author_id=ben.pk) == ["Plan of Ben's", "New plan"]
    assert titles(ada, "plan", space_id=uuid4()) == []


def test_templates_are_found_only_where_they_are_asked_for(ada: User) -> None:
    template = write(ada, "Plan template")
    Document.objects.filter(pk=template.pk).update(is_template=True)
    assert titles(ada, "plan") == []
    assert titles(ada, "plan", templates=True) == ["Plan template"]


def test_pages_follow_one_another_and_end(ada: User) -> None:
    for number in range(PER_PAGE + 3):
        write(ada, f"Plan {number}", days_ago=number)
    first, second = search(ada, "plan"), search(ada, "plan", page=2)
    assert [hit.title for hit in first.hits + second.hits] == [f"Plan {number}" for number in range(PER_PAGE + 3)]
    assert (first.has_next, second.has_next) == (True, False)
    assert search(ada, "plan", page=10**6).page == MAX_PAGES


def test_a_search_takes_two_queries_however_much_there_is(
    ada: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 15):
        for number in range(count):
            write(ada, f"Plan {number}", "of a plan")
        for typed in ("plan", "", "lan", '"of a"', "東京"):
            with django_assert_num_queries(2):
                search(ada, typed)


def test_the_snippet_shows_the_words_where_they_are(ada: User) -> None:
    write(ada, "Long", f"{'nothing here ' * 2_000}the Café noir{' and so on' * 100}")
    [hit] = search(ada, "cafe").hits
    assert "the [Café] noir" in said(hit)
    assert said(hit).startswith("… ")
    write(ada, "Lengths", f"{'ß æ ﬁ ' * 400}a needle in it")
    [hit] = search(ada, "needle").hits
    assert "[needle]" in said(hit)
    write(ada, "漢字", "これは東京都の地図です")
    [hit] = search(ada, "東京").hits
    assert said(hit) == "これは[東京]都の地図です"


def test_the_way_to_a_document_shows_what_the_reader_may_see(ada: User) -> None:
    ben = make_user("Ben")
    parent, child = make_document(ada, "Parent"), make_document(ada, "Child", ben=(ben, Role.VIEWER))
    Document.objects.filter(pk=child.pk).update(parent=parent, path=[parent.pk], inherits_from=[parent.pk])
    assert [hit.way for hit in search(ada, "child").hits] == [("Parent",)]
    assert [hit.way for hit in search(ben, "child").hits] == [()]


def test_old_replicas_that_know_nothing_of_search_can_delete_documents(ada: User) -> None:
    document = write(ada, "Gone")
    with connection.cursor() as cursor:
        for table in ("membership", "loghead"):
            cursor.execute(f"DELETE FROM editor_{table} WHERE document_id = %s", [document.pk])
        cursor.execute("DELETE FROM editor_document WHERE id = %s", [document.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert not SearchEntry.objects.filter(pk=document.pk).exists()
