"""What Prometheus is told: by whom it may be asked, what it says of what happened, and what it says without servers."""

from collections.abc import AsyncIterator
from contextlib import closing
from socket import create_server
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connection, connections
from django.test import AsyncClient, Client
from procrastinate.contrib.django import app
from prometheus_client import REGISTRY, generate_latest
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from editor.operations import metrics, queue_metrics
from editor.realtime import runtime
from tests.people import make_user

TOKEN = "a token that only Prometheus has"


@pytest.fixture(autouse=True)
def token(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.METRICS_TOKEN = TOKEN
    monkeypatch.setattr(metrics._QUEUE, "_read", None)


@pytest.fixture
async def replica() -> AsyncIterator[runtime.Runtime]:
    """The process's runtime, as a server starts it."""
    yield await runtime.running()
    await runtime.stop()
    await sync_to_async(connections.close_all)()


async def scrape() -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    answer = await AsyncClient().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.content.decode())
    return {(sample.name, frozenset(sample.labels.items())): sample.value for one in families for sample in one.samples}


def sample(name: str, **labels: Any) -> tuple[str, frozenset[tuple[str, str]]]:
    return f"scriptorium_{name}", frozenset(labels.items())


async def test_without_the_setting_there_is_no_such_page(settings: Settings) -> None:
    settings.METRICS_TOKEN = ""
    for header in ("Bearer ", f"Bearer {TOKEN}"):
        assert (await AsyncClient().get("/metrics", headers={"Authorization": header})).status_code == 404


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", TOKEN, f"Bearer {TOKEN}x", f"bearer {TOKEN}", "Bearer ü"])
async def test_nobody_gets_it_without_the_token(header: str) -> None:
    answer = await AsyncClient().get("/metrics", headers={"Authorization": header})
    assert (answer.status_code, b"scriptorium" in answer.content) == (401, False)


@pytest.mark.django_db
def test_being_an_administrator_is_not_enough_and_no_session_is_needed() -> None:
    client = Client()
    client.force_login(make_user(is_staff=True, is_superuser=True))
    assert client.get("/metrics").status_code == 401
    answer = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}", "Host": "10.0.0.7:8000"})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert not answer.cookies


@pytest.mark.django_db(transaction=True)
async def test_it_is_answered_without_postgres_and_says_so(
    settings: Settings, replica: runtime.Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
    monkeypatch.setattr(queue_metrics, "log_conninfo", lambda: f"host=127.0.0.1 port={port} dbname=app user=app")
    said = await scrape()
    assert said[sample("database_up")] == 0
    assert sample("rooms") in said
    assert not [name for name, _ in said if name.startswith("scriptorium_jobs")]


@pytest.mark.django_db(transaction=True)
async def test_jobs_are_counted_by_queue_and_task_with_the_age_of_the_oldest(replica: runtime.Runtime) -> None:
    for number in range(2):
        await app.configure_task("editor.log.tasks.compact_document").defer_async(document_id=str(number))
    await app.configure_task("editor.log.tasks.compact_document", schedule_in={"hours": 1}).defer_async(document_id="3")
    said = await scrape()
    labels = {"queue": "default", "task": "compact_document"}
    assert said[sample("jobs", **labels, state="waiting")] == 2
    assert 0 <= said[sample("job_oldest_seconds", **labels)] < 600
    assert said[sample("database_up")] == 1


@pytest.mark.django_db(transaction=True)
async def test_workers_count_while_they_say_that_they_live_and_what_a_dead_one_left_is_told(
    replica: runtime.Runtime,
) -> None:
    await sync_to_async(_two_workers_of_which_one_is_dead)()
    said = await scrape()
    labels = {"queue": "default", "task": "compact_document"}
    assert said[sample("workers")] == 1
    assert (said[sample("jobs", **labels, state="running")], said[sample("jobs", **labels, state="left")]) == (1, 2)


def _two_workers_of_which_one_is_dead() -> None:
    """Each has a job; a third job is of one that procrastinate has forgotten."""
    with connection.cursor() as cursor:
        cursor.execute("""INSERT INTO procrastinate_workers (last_heartbeat)
            VALUES (now() - interval '50 seconds'), (now() - interval '70 seconds') RETURNING id""")
        workers = [row[0] for row in cursor.fetchall()]
        for worker in (*workers, None):
            job = app.configure_task("editor.log.tasks.compact_document").defer(document_id="1")
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker, job]
            )


@pytest.mark.django_db
def test_requests_are_counted_by_view_never_by_address() -> None:
    for path in ("/s/abcdefghijklmnopqrstuv", "/nowhere/at/all", "/documents/2b8e4d0e-8a8f-4c55-8f0e-0d8e1a9f6c11/"):
        Client().get(path)
    Client().generic("BREW", "/accounts/login/")
    written = generate_latest(REGISTRY).decode()
    assert 'scriptorium_http_requests_total{method="GET",status="404",view="link"}' in written
    assert 'view="(no page)"' in written
    assert 'method="other",status="405",view="account_login"' in written
    for secret in ("abcdefghij", "2b8e4d0e", "nowhere", "BREW"):
        assert secret not in written


@pytest.mark.django_db
def test_wrong_passwords_and_refusals_are_counted(settings: Settings) -> None:
    def counted() -> list[float | None]:
        return [
            REGISTRY.get_sample_value("scriptorium_sign_in_failures_total", {"step": "password"}) or 0,
            REGISTRY.get_sample_value("scriptorium_rate_limit_refusals_total", {"kind": "search"}) or 0,
        ]

    before = counted()
    ada = make_user()
    Client().post("/accounts/login/", {"login": ada.email, "password": "not this one"})
    settings.LIMITS = {**settings.LIMITS, "search": (1, 60)}
    client = Client()
    client.force_login(ada)
    statuses = [client.get("/search/palette?q=x").status_code for _ in range(2)]
    assert statuses[-1] == 429
    assert counted() == [(value or 0) + 1 for value in before]


@pytest.mark.django_db(transaction=True)
async def test_what_has_never_happened_is_zero_so_that_the_first_time_is_seen(replica: runtime.Runtime) -> None:
    said = await scrape()
    expected = {
        "refused_frames": [{"code": code} for code in ("malformed", "old-schema", "foreign-client")],
        "flood_refusals": [{"limit": limit} for limit in ("handshakes", "person_connections", "address_connections")],
        "sign_in_failures": [{"step": "password"}, {"step": "second factor"}],
        "rate_limit_refusals": [{"kind": kind} for kind in (*settings.LIMITS, "guess")],
        "sockets_closed": [
            {"socket": socket, "code": code} for socket in ("document", "person") for code in ("gone", "429", "1011")
        ],
    }
    for name, all_labels in expected.items():
        for labels in all_labels:
            assert sample(f"{name}_total", **labels) in said
