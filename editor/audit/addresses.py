"""Where a request comes from. Whose word counts for that is decided before, in project/proxies.py."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from django.http import HttpRequest


def address_of(request: HttpRequest) -> str | None:
    """The browser's address; None where the server doesn't know it."""
    found = read_address(request.META.get("REMOTE_ADDR"))
    return None if found is None else str(found)


def neighbourhood_of(request: HttpRequest) -> str:
    """The address for counting: of IPv6 the network, since one line has all addresses of it."""
    return neighbourhood(request.META.get("REMOTE_ADDR"))


def neighbourhood(text: str | None) -> str:
    found = read_address(text)
    if isinstance(found, IPv6Address):
        return str(IPv6Network((found, 64), strict=False))
    return "" if found is None else str(found)


def read_address(text: str | None) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address((text or "").partition("%")[0])
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
