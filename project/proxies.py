"""Who is at the other end of a request: the proxies that stand in front say so, and only they are believed."""

from collections.abc import Mapping, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

PRIVATE = ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10")
PRIVATE_6 = ("::1/128", "fc00::/7", "fe80::/10")

_FOR, _PROTO = b"x-forwarded-for", b"x-forwarded-proto"
_SAID_BY_PROXIES = frozenset({_FOR, _PROTO, b"x-forwarded-host", b"x-forwarded-port", b"x-real-ip", b"forwarded"})
_SECURE = {"http": "https", "ws": "wss"}


def networks_of(words: Sequence[str]) -> list[Network]:
    """The networks that TRUSTED_PROXIES names; "private" stands for all that can't be reached from the internet.

    Raises ValueError.
    """
    named = [name for word in words for name in ((*PRIVATE, *PRIVATE_6) if word == "private" else (word,))]
    return [ip_network(name) for name in named]


def address_in(text: str) -> Address | None:
    """The address in what a proxy or a server writes for one, perhaps with brackets, a port or a zone."""
    text = text.strip()
    if text.startswith("["):  # [2001:db8::1]:443
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:  # 192.0.2.1:443
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


class BehindProxies:
    """An ASGI application around ours. What it hands on has the browser's address and scheme, and no X-Forwarded-…
    header any more: nothing behind it can believe one by mistake. The host is never taken from one.
    """

    def __init__(self, application: Any, trusted: Sequence[Network]) -> None:
        self._application = application
        self._trusted = tuple(trusted)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] in {"http", "websocket"}:
            scope = {**scope, **self._truth(scope)}
        await self._application(scope, receive, send)

    def _truth(self, scope: Mapping[str, Any]) -> dict[str, Any]:
        said = [(name, value.decode("latin-1")) for name, value in scope["headers"] if name in _SAID_BY_PROXIES]
        if not said:
            return {}
        truth: dict[str, Any] = {"headers": [pair for pair in scope["headers"] if pair[0] not in _SAID_BY_PROXIES]}
        peer = scope.get("client")
        address = address_in(peer[0]) if peer else None
        if address is None or not self._is_ours(address):
            return truth
        hops = [hop for name, value in said if name == _FOR for hop in value.split(",")]
        if hops:
            browser = self._browser(address, hops)
            truth["client"] = None if browser is None else (str(browser), 0)
        schemes = [scheme.strip().lower() for name, value in said if name == _PROTO for scheme in value.split(",")]
        if schemes and schemes[-1] in {"https", "wss"}:
            truth["scheme"] = _SECURE.get(scope["scheme"], scope["scheme"])
        return truth

    def _browser(self, peer: Address, hops: Sequence[str]) -> Address | None:
        """The last address that isn't a proxy of ours: each adds whom it saw, and what is before can be made up."""
        seen: Address | None = peer
        for hop in reversed(hops):
            if seen is None or not self._is_ours(seen):
                break
            seen = address_in(hop)
        return seen

    def _is_ours(self, address: Address) -> bool:
        return any(address in network for network in self._trusted)
