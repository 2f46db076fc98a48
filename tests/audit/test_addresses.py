"""How an address is counted and noted."""

import pytest
from django.test import RequestFactory

from editor.audit.addresses import address_of, neighbourhood_of


@pytest.mark.parametrize(
    ("peer", "found"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8::7", "2001:db8::7"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("<script>", None),
        ("", None),
    ],
)
def test_the_address_is_the_connections(peer: str, found: str | None) -> None:
    assert address_of(RequestFactory().get("/", REMOTE_ADDR=peer)) == found


def test_nothing_that_a_client_writes_is_taken_for_it() -> None:
    headers = {"X-Forwarded-For": "198.51.100.7", "X-Real-Ip": "198.51.100.7", "Forwarded": "for=198.51.100.7"}
    assert address_of(RequestFactory().get("/", headers=headers, REMOTE_ADDR="192.0.2.1")) == "192.0.2.1"


def test_all_addresses_of_one_line_count_as_one() -> None:
    requests = [RequestFactory().get("/", REMOTE_ADDR=f"2001:db8:1:2::{host}") for host in ("1", "ffff")]
    assert {neighbourhood_of(request) for request in requests} == {"2001:db8:1:2::/64"}
