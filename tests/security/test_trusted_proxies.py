"""X-Forwarded-… is believed of the proxies that the settings name, and of nobody else."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.handlers.asgi import ASGIRequest

from editor.audit.addresses import address_of
from project.proxies import BehindProxies, networks_of

PROXY, SECOND, STRANGER = "10.0.0.5", "10.0.0.6", "203.0.113.9"


async def seen(
    headers: Mapping[str, str], peer: str | None = PROXY, trusted: str = "10.0.0.0/24", kind: str = "http"
) -> dict[str, Any]:
    """The scope that our application gets."""
    found: dict[str, Any] = {}

    async def application(scope: Any, _receive: Any, _send: Any) -> None:
        found.update(scope)

    scope = {
        "type": kind,
        "scheme": "ws" if kind == "websocket" else "http",
        "client": None if peer is None else (peer, 4711),
        "headers": [(b"host", b"docs.example.org")]
        + [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }
    await BehindProxies(application, networks_of(trusted.split(",") if trusted else []))(scope, None, None)
    return found


def client_of(scope: Mapping[str, Any]) -> str | None:
    client: tuple[str, int] | None = scope["client"]
    return None if client is None else client[0]


@pytest.mark.parametrize(
    ("forwarded", "found"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("203.0.113.9, 198.51.100.7", "198.51.100.7"),  # the first one was made up by the client
        ("203.0.113.9, 198.51.100.7, 10.0.0.6", "198.51.100.7"),  # two proxies of ours
        ("10.0.0.7, 198.51.100.7", "198.51.100.7"),  # nor does a client pass for a proxy
        ("10.0.0.8, 10.0.0.6", "10.0.0.8"),
        ("198.51.100.7:4711", "198.51.100.7"),
        ("[2001:db8::7]:443", "2001:db8::7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("<script>", None),
        ("198.51.100.7, ", None),
    ],
)
async def test_the_browser_is_who_the_outermost_proxy_of_ours_saw(forwarded: str, found: str | None) -> None:
    for kind in ("http", "websocket"):
        assert client_of(await seen({"X-Forwarded-For": forwarded}, kind=kind)) == found


@pytest.mark.parametrize(("peer", "trusted"), [(STRANGER, "10.0.0.0/24"), (PROXY, ""), (None, "private")])
async def test_of_anybody_else_nothing_is_believed_and_nothing_is_left_to_be_believed(
    peer: str | None, trusted: str
) -> None:
    said = {
        "X-Forwarded-For": "198.51.100.7",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Port": "1",
        "X-Real-Ip": "198.51.100.7",
        "Forwarded": "for=198.51.100.7;proto=https;host=evil.example",
    }
    scope = await seen(said, peer, trusted)
    assert (client_of(scope), scope["scheme"]) == (peer, "http")
    assert scope["headers"] == [(b"host", b"docs.example.org")]


async def test_the_scheme_is_the_proxys_and_the_host_is_never_taken_from_it() -> None:
    said = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
    assert (await seen(said))["scheme"] == "https"
    assert (await seen(said, kind="websocket"))["scheme"] == "wss"
    assert (await seen({"X-Forwarded-Proto": "http"}))["scheme"] == "http"
    assert (await seen(said))["headers"] == [(b"host", b"docs.example.org")]


def test_private_stands_for_what_the_internet_cannot_reach() -> None:
    private = networks_of(["private"])
    assert all(network.is_private or str(network) == "100.64.0.0/10" for network in private)
    with pytest.raises(ValueError, match="host bits set"):
        networks_of(["10.0.0.1/8"])


async def what_a_view_sees(scope: Any, _receive: Any, _send: Any) -> None:
    request = ASGIRequest(scope, BytesIO())
    scope["seen"].append((address_of(request), request.build_absolute_uri("/"), request.is_secure()))


@pytest.mark.parametrize(
    ("peer", "said"),
    [
        (PROXY, ("198.51.100.7", "https://docs.example.org/", True)),
        (STRANGER, (STRANGER, "http://docs.example.org/", False)),
    ],
)
async def test_addresses_links_and_redirections_follow_it(settings: LazySettings, peer: str, said: object) -> None:
    settings.ALLOWED_HOSTS = ["docs.example.org"]
    scope: dict[str, Any] = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "seen": [],
        "path": "/",
        "query_string": b"",
        "scheme": "http",
        "client": (peer, 1),
        "headers": [
            (b"host", b"docs.example.org"),
            (b"x-forwarded-for", b"198.51.100.7"),
            (b"x-forwarded-proto", b"https"),
            (b"x-forwarded-host", b"evil.example"),
        ],
    }
    await BehindProxies(what_a_view_sees, networks_of([PROXY]))(scope, None, None)
    assert scope["seen"] == [said]


def test_the_whole_application_stands_behind_it() -> None:
    from project.asgi import application  # noqa: PLC0415 - the runtime's modules load with it

    assert isinstance(application, BehindProxies)
