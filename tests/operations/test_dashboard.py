"""The administration's first page: true numbers, charts that can be read without seeing, and no query a row."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from editor.operations import numbers, tasks
from editor.operations.charts import HEIGHT, WIDTH, bars
from editor.operations.models import JobFailure, SizesOfDay
from editor.realtime import live_rows
from editor.realtime.live_rows import Changes
from editor.realtime.models import ActiveDay, Replica, Tally
from tests.operations.administration import boss, connect, text_of
from tests.people import client_of, make_document, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Client:
    return client_of(boss())


def test_it_says_who_is_connected_and_which_replica_died(staff: Client) -> None:
    ada = make_user()
    connect(ada, make_document(ada), "one")
    connect(ada, make_document(ada), "two")
    live_rows.write("dead" * 8, "cellar", Changes())
    Replica.objects.filter(host="cellar").update(seen_at=timezone.now() - timedelta(minutes=3))
    page = text_of(staff.get("/admin/"))
    assert "by 1 person" in page
    assert "cellar (deaddead)" in page
    assert "1 died within a day" in page


def test_days_without_anything_are_in_the_chart_too() -> None:
    today = date(2026, 7, 20)
    assert numbers.active_by_day(today) == []
    ActiveDay.objects.bulk_create(ActiveDay(day=today, reader_id=make_user().pk) for _ in range(3))
    counted = numbers.active_by_day(today)
    assert (len(counted), counted[0], counted[-1]) == (30, ("21 Jun", 0), ("20 Jul", 3))


def test_edits_of_all_hours_of_a_day_are_added() -> None:
    now = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)
    for hour, count in ((now, 5), (now - timedelta(hours=1), 7), (now - timedelta(days=1), 1)):
        Tally.objects.create(hour=hour, what="edits", count=count)
    assert [count for _, count in numbers.edits_by_day(now.date())][-2:] == [1, 12]


@pytest.mark.parametrize(
    ("counts", "half", "most"),
    [
        ({}, 0, 0),
        ({"save-1": 100}, 0.5, 0.95),
        ({"save-1": 50, "save-10": 50}, 1, 9.5),
        ({"save-2": 95, "save-more": 5}, 1 + 50 / 95, 2),
        ({"save-more": 1}, 7500, 9750),
    ],
)
def test_quantiles_come_from_the_buckets(counts: dict[str, int], half: float, most: float) -> None:
    assert numbers.quantile(counts, 0.5) == pytest.approx(half)
    assert numbers.quantile(counts, 0.95) == pytest.approx(most)


def test_save_times_are_by_hour() -> None:
    now = datetime(2026, 7, 20, 12, 30, tzinfo=UTC)
    for hour, what in ((11, "save-1"), (12, "save-10")):
        Tally.objects.create(hour=now.replace(hour=hour, minute=0), what=what, count=10)
    times = [(hour, half, round(most, 2)) for hour, half, most in numbers.save_times(now)]
    assert times == [("20 Jul 11:00", 0.5, 0.95), ("20 Jul 12:00", 7.5, 9.75)]


def test_a_chart_fills_its_height_and_stays_within_its_width() -> None:
    chart = bars("Edits", [("Mon", 10), ("Tue", 0), ("Wed", 5), ("Thu", 0.001)])
    assert [float(bar.height) for bar in chart.bars] == [HEIGHT, 0, HEIGHT / 2, 1.5]
    assert all(float(bar.x) + float(bar.width) <= WIDTH for bar in chart.bars)
    assert [bar.value for bar in chart.bars] == ["10", "0", "5", "0.0"]


def test_a_chart_has_a_name_and_a_table_beside_it(staff: Client) -> None:
    ActiveDay.objects.create(day=timezone.now().date(), reader_id=make_user().pk)
    page = text_of(staff.get("/admin/"))
    assert 'role="img"' in page
    assert "<title>Active people by day</title>" in page
    assert "As a table" in page


def test_who_may_not_see_people_sees_no_numbers() -> None:
    page = text_of(client_of(make_user("Clerk", is_staff=True)).get("/admin/"))
    assert "How the site is doing" not in page


def test_the_page_takes_as_many_queries_however_much_there_is(
    staff: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    staff.get("/admin/")
    with CaptureQueriesContext(connection) as few:
        staff.get("/admin/")
    for number in range(20):
        user = make_user(f"Person {number}")
        connect(user, make_document(user), f"connection-{number}", replica=f"replica-{number}")
    with django_assert_num_queries(len(few.captured_queries)):
        staff.get("/admin/")


def test_what_is_old_is_forgotten() -> None:
    now = timezone.now()
    long_ago = now - timedelta(days=500)
    JobFailure.objects.create(job_id=1, at=long_ago, error="x")
    Tally.objects.create(hour=long_ago, what="edits", count=1)
    ActiveDay.objects.create(day=long_ago.date(), reader_id=make_user().pk)
    SizesOfDay.objects.create(day=long_ago.date(), documents=1, text=1, log=1, snapshots=1, files=1)
    Replica.objects.create(id="old", host="cellar", seen_at=long_ago)
    Replica.objects.create(id="new", host="attic", seen_at=now)
    tasks.forget_what_is_old(0)
    assert [replica.pk for replica in Replica.objects.all()] == ["new"]
    assert not any(model.objects.exists() for model in (JobFailure, Tally, ActiveDay, SizesOfDay))
