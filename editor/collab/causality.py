"""Can the structs of an update be applied one after the other?"""

from collections.abc import Mapping
from heapq import heappop, heappush

from editor.collab.encoding import Malformed

# (clock of a struct, client and clock that it refers to)
Edge = tuple[int, int, int]


def refuse_circles(edges: Mapping[int, list[Edge]], ranges: Mapping[int, tuple[int, int]]) -> None:
    """Raises Malformed if structs of two or more clients wait for each other: they would stay pending for ever.

    Each client's structs go in their own order, so it waits at its first edge that isn't met. Whoever waits is woken
    when the other has got far enough: every edge is looked at once or twice.
    """
    done = dict.fromkeys(edges, 0)
    reached = {client: edges[client][0][0] if client in edges else last for client, (_, last) in ranges.items()}
    waiting: dict[int, list[tuple[int, int]]] = {}
    ready = list(edges)
    while ready:
        client = ready.pop()
        own = edges[client]
        position = done[client]
        while position < len(own):
            _, other, clock = own[position]
            if other in ranges and reached[other] <= clock < ranges[other][1]:
                heappush(waiting.setdefault(other, []), (clock, client))
                break
            position += 1
        done[client] = position
        reached[client] = own[position][0] if position < len(own) else ranges[client][1]
        queue = waiting.get(client, [])
        while queue and queue[0][0] < reached[client]:
            ready.append(heappop(queue)[1])
    if any(done[client] < len(own) for client, own in edges.items()):
        raise Malformed("structs that wait for each other")
