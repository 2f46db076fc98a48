"""The load balancer's configuration in `docs/scaling.md` sends all that concerns a document to one replica."""

import http.client
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from pathlib import Path
from textwrap import dedent
from threading import Thread
from uuid import uuid4

from project.local.health import answers_ok
from project.local.ports import free_port
from project.local.process import Process, Watchdog
from project.local.s3 import binary

DOCUMENT = Path(__file__).parents[2] / "docs" / "scaling.md"
PATHS = ("/documents/{}", "/ws/documents/{}?acks=1", "/ws/documents/{}?acks=1&generation=x", "/documents/{}/updates")


class Replica(BaseHTTPRequestHandler):
    """Says which one it is, and that it is well."""

    server: HTTPServer

    def do_GET(self) -> None:
        said = str(self.server.server_port).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        """It says nothing."""


def test_a_document_stays_at_its_replica_and_moves_when_that_ends(tmp_path: Path) -> None:
    documents = [str(uuid4()) for _ in range(20)]
    with ExitStack() as stack:
        servers = [stack.enter_context(_serving()) for _ in range(2)]
        port = stack.enter_context(_caddy(tmp_path, [server.server_port for server in servers]))
        homes = {document: {_ask(port, path.format(document)) for path in PATHS} for document in documents}
        assert all(len(home) == 1 for home in homes.values())
        assert len({home for found in homes.values() for home in found}) == 2
        _ask(port, "/accounts/login/")
        servers[0].shutdown()
        servers[0].server_close()
        left = str(servers[1].server_port)
        assert {_ask(port, PATHS[1].format(document)) for document in documents} == {left}


@contextmanager
def _serving() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Replica) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def _caddy(folder: Path, upstreams: list[int]) -> Iterator[int]:
    """With the configuration as it stands in the document, but for the names of hosts."""
    [block] = re.findall(r"^    docs\.example\.org \{.*?^    \}$", DOCUMENT.read_text(), re.MULTILINE | re.DOTALL)
    port = free_port()
    site = dedent(block).replace("docs.example.org", f"http://:{port}")
    site = site.replace("app-1:8000 app-2:8000", " ".join(f"127.0.0.1:{one}" for one in upstreams))
    (folder / "Caddyfile").write_text("{\n\tadmin off\n\tauto_https off\n\tpersist_config off\n}\n" + site)
    with Watchdog() as watchdog:
        process = Process(
            "Caddy",
            [binary("caddy"), "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")],
            watchdog=watchdog,
            environment={**os.environ, "HOME": str(folder)},
            log=folder / "caddy.log",
        )
        process.start()
        try:
            process.wait_until(lambda: answers_ok(port, "/readyz"), seconds=20)
            yield port
        finally:
            process.stop(seconds=5)


def _ask(port: int, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().read().decode()
    finally:
        connection.close()
