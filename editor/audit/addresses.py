"""Where a request comes from."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str | None:
    """The browser's address; None where the server doesn't know it.

    With TRUST_PROXY it is the last one in X-Forwarded-For, which our proxy has written: those before it can be made up.
    """
    found = _read(request)
    return None if found is None else str(found)


def neighbourhood_of(request: HttpRequest) -> str:
    """The address for counting: of IPv6 the network, since one line has all addresses of it."""
    found = _read(request)
    if isinstance(found, IPv6Address):
        return str(IPv6Network((found, 64), strict=False))
    return "" if found is None else str(found)


def _read(request: HttpRequest) -> IPv4Address | IPv6Address | None:
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.TRUST_PROXY else ""
    text = forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR") or "")
    if text.startswith("["):  # [2001:db8::1]:443
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:  # 192.0.2.1:443
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
