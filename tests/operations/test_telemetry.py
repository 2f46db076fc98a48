"""Reports and traces: sent only where a setting names a place for them, and without any secret."""

import gzip
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue

import brotli  # type: ignore[import-untyped]  # there are no types for it
import pytest

from project import telemetry
from project.scrubbing import without_secret_paths, without_secrets

ROOT = Path(__file__).parents[2]
SECRET = "abcdefghijABCDEFGHIJ12"
# Run apart: both libraries change the process that they are in for good.
PROGRAM = """
import asyncio, sys, django, httpx
django.setup()
from django.core.asgi import get_asgi_application
from django.test.utils import override_settings
from django.urls import path
from django.http import HttpResponse

def view(request, secret):
    text_of_a_document = "Nobody else reads this"
    if "fail" in request.GET:
        raise ValueError(f"ada@example.org can't open https://docs.example.org/s/{secret}?token=1 with scr_0123456789")
    return HttpResponse()

class Urls:
    urlpatterns = [path("s/<slug:secret>", view, name="link")]

async def visit():
    transport = httpx.ASGITransport(get_asgi_application(), raise_app_exceptions=False)
    headers = {"Authorization": "Bearer scr_abc", "Cookie": "session=key", "Referer": "https://x.org/s/abcdefghijABCDEFGHIJ12"}
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver", headers=headers) as client:
        if "stray" in sys.argv:
            await client.get("http://evil.example/s/abcdefghijABCDEFGHIJ12")
        await client.get(f"/s/abcdefghijABCDEFGHIJ12?{sys.argv[1]}=1")

sys.modules["urls_of_the_test"] = Urls
traced = ["editor.operations.tracing.traced"] if "trace" in sys.argv else []
middleware = [*traced, "django.middleware.common.CommonMiddleware"]
with override_settings(ROOT_URLCONF="urls_of_the_test", MIDDLEWARE=middleware, ALLOWED_HOSTS=["testserver"]):
    asyncio.run(visit())
if traced:
    from opentelemetry import trace
    trace.get_tracer_provider().force_flush()
else:
    import sentry_sdk
    sentry_sdk.flush(10)
"""


class Sink(BaseHTTPRequestHandler):
    """Takes whatever is sent, and says that it is fine."""

    received: "Queue[tuple[str, bytes]]"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        unpack = {"gzip": gzip.decompress, "br": brotli.decompress}.get(self.headers["Content-Encoding"], bytes)
        self.received.put((self.path, unpack(body)))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def sink() -> Iterator[tuple[int, "Queue[tuple[str, bytes]]"]]:
    received: Queue[tuple[str, bytes]] = Queue()
    handler = type("Handler", (Sink,), {"received": received})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port, received
        server.shutdown()
        thread.join()


def run(*arguments: str, **settings: str) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "project.settings", "NO_PROXY": "127.0.0.1", **settings}
    subprocess.run([sys.executable, "-c", PROGRAM, *arguments], cwd=ROOT, env=environment, check=True)


def test_an_error_is_reported_and_the_report_holds_no_secret() -> None:
    with sink() as (port, received):
        run("fail", SENTRY_DSN=f"http://key@127.0.0.1:{port}/1")
        path, body = received.get(timeout=10)
    assert path == "/api/1/envelope/"
    event = json.loads(body.splitlines()[2])
    assert event["exception"]["values"][-1]["type"] == "ValueError"
    assert event["transaction"] == "/s/{secret}"
    assert event["request"] == {"method": "GET", "url": "http://testserver/s/<secret>"}
    said = body.decode()
    for secret in (SECRET, "ada@example.org", "scr_", "session=key", "token=1", "Nobody else reads this"):
        assert secret not in said


def test_a_request_to_a_host_that_is_not_ours_is_not_reported() -> None:
    with sink() as (port, received):
        run("fail", "stray", SENTRY_DSN=f"http://key@127.0.0.1:{port}/1")
        _, body = received.get(timeout=10)
    event = json.loads(body.splitlines()[2])
    assert event["exception"]["values"][-1]["type"] == "ValueError"
    assert received.empty()


def test_a_trace_names_the_route_and_nothing_else() -> None:
    with sink() as (port, received):
        run("look", "trace", OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{port}")
        path, body = received.get(timeout=10)
    assert path == "/v1/traces"
    assert b"GET /s/<slug:secret>" in body
    for secret in (SECRET.encode(), b"look", b"scr_", b"testserver"):
        assert secret not in body


@pytest.mark.parametrize("name", ["sentry_sdk", "opentelemetry"])
def test_without_the_packages_it_is_said_which_are_missing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, name, None)  # as if it weren't installed
    start = telemetry.report_errors if name == "sentry_sdk" else telemetry.send_traces
    assert "requirements/telemetry.txt" in str(start("http://key@127.0.0.1:9/1"))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"GET /s/{SECRET}", "GET /s/<secret>"),
        (f"/invitations/{SECRET}?next=/x", "/invitations/<secret>?next=/x"),
        ("/notifications/unsubscribe/eyJ1Ijo:1abcde:Sig-nature_x", "/notifications/unsubscribe/<secret>"),
        ("/accounts/password/reset/key/1a-c0ffee-0123/", "/accounts/password/reset/key/<secret>/"),
        ("/accounts/confirm-email/MQ:1abcde:signature/", "/accounts/confirm-email/<secret>/"),
        ("/documents/2b8e4d0e/invitations/2b8e4d0e-8a8f-4c55-8f0e-0d8e1a9f6c11", None),
        ("editor/sharing/links.py line 12", None),
    ],
)
def test_of_an_address_that_is_a_secret_only_what_it_is_for_is_kept(said: str, kept: str | None) -> None:
    assert without_secret_paths(said) == (kept or said)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("to ada.l@mail.example.org.", "to <address>."),
        ("https://files.example.org/a.png?X-Amz-Signature=1&b=2 failed", "https://files.example.org/a.png failed"),
        (f"https://docs.example.org/s/{SECRET}?token=1 is dead", "https://docs.example.org/s/<secret> is dead"),
        ("Bearer abc.def", "Bearer <token>"),
        ("scr_AbC-1_2 was used", "<token> was used"),
        ("duplicate key\nDETAIL:  Key (email)=(x) exists.\nmore", "duplicate key\nDETAIL: <left out>"),
    ],
)
def test_less_leaves_the_house_than_stands_in_the_logs(said: str, kept: str) -> None:
    assert without_secrets(said) == kept
