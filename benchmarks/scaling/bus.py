"""What Valkey spends on an announcement, and on each replica that hears it, when it has much to do.

python -m benchmarks.scaling.bus
"""

import tempfile
from pathlib import Path

import redis

from benchmarks.scaling.cluster import cpu_seconds
from project.local.process import Watchdog
from project.local.valkey import Valkey

ANNOUNCEMENTS = 40_000
AT_ONCE = 20
PAYLOAD = bytes(250)  # a keystroke with its author, as the bus carries it
READ_EVERY = 100


def cost(server: Valkey, listeners: int) -> float:
    """CPU seconds an announcement."""
    client = redis.Redis.from_url(server.url)
    hearing = [
        client.pubsub(ignore_subscribe_messages=True)  # type: ignore[no-untyped-call] # the package's
        for _ in range(listeners)
    ]
    for one in hearing:
        one.subscribe("document")
        one.get_message(timeout=1)
    start = cpu_seconds(server.process.pid)
    for number in range(ANNOUNCEMENTS // AT_ONCE):
        with client.pipeline(transaction=False) as pipeline:
            for _ in range(AT_ONCE):
                pipeline.publish("document", PAYLOAD)
            pipeline.execute()
        if number % (READ_EVERY // AT_ONCE) == 0:
            for one in hearing:
                while one.get_message():
                    pass
    spent = cpu_seconds(server.process.pid) - start
    for one in hearing:
        one.close()
    client.close()
    return spent / ANNOUNCEMENTS


def main() -> None:
    with Watchdog() as watchdog:
        folder = Path(tempfile.mkdtemp(prefix="scaling-"))
        watchdog.remove_folder(folder)
        server = Valkey(folder, watchdog=watchdog)
        server.start()
        print("| replicas that hear it | Valkey, µs an announcement |\n|---|---|")
        for listeners in (0, 1, 4):
            print(f"| {listeners} | {cost(server, listeners) * 1e6:.1f} |", flush=True)
        server.stop()


if __name__ == "__main__":
    main()
