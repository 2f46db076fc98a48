"""What tests of the writer look at: the log, and what was acknowledged."""

from editor.collab.ports import Committed
from tests.collab.rooms import Client, World, eventually


def committed(world: World) -> str:
    return str(world.logged()["title"])


async def level(world: World, client: Client, frames: int, rows: int) -> None:
    """The client has all of its frames acknowledged, and the log has exactly so many rows."""
    await eventually(lambda: client.acknowledged[1] == frames, f"{frames} acknowledged")
    assert len(world.payloads()) == rows


async def appends(world: World, count: int) -> None:
    """The log has been asked so often."""
    await eventually(lambda: world.log.appends >= count)


def announced(world: World) -> list[tuple[int, int]]:
    """The numbers of what was committed at once."""
    return [(news.first, news.last) for news in world.bus.published if isinstance(news, Committed)]
