"""Where a request comes from, and what nobody can make us believe."""

import pytest
from django.conf import LazySettings
from django.test import RequestFactory

from editor.audit.addresses import address_of, neighbourhood_of


@pytest.mark.parametrize(
    ("trust", "forwarded", "peer", "found"),
    [
        (False, "198.51.100.7", "192.0.2.1", "192.0.2.1"),
        (True, "198.51.100.7", "192.0.2.1", "198.51.100.7"),
        (True, "203.0.113.9, 198.51.100.7", "192.0.2.1", "198.51.100.7"),
        (True, "", "192.0.2.1", "192.0.2.1"),
        (True, "198.51.100.7:4711", "192.0.2.1", "198.51.100.7"),
        (True, "[2001:db8::7]:443", "192.0.2.1", "2001:db8::7"),
        (True, "::ffff:198.51.100.7", "192.0.2.1", "198.51.100.7"),
        (True, "<script>", "192.0.2.1", None),
        (False, "", "", None),
    ],
)
def test_the_address_is_the_one_that_our_proxy_saw(
    settings: LazySettings, trust: bool, forwarded: str, peer: str, found: str | None
) -> None:
    settings.TRUST_PROXY = trust
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert address_of(RequestFactory().get("/", headers=headers, REMOTE_ADDR=peer)) == found


def test_all_addresses_of_one_line_count_as_one() -> None:
    requests = [RequestFactory().get("/", REMOTE_ADDR=f"2001:db8:1:2::{host}") for host in ("1", "ffff")]
    assert {neighbourhood_of(request) for request in requests} == {"2001:db8:1:2::/64"}
