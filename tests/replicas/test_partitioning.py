"""The log's table is cut into partitions while people write, and nobody notices. Tests after it go on with it so."""

import asyncio
import os
import subprocess
import sys

from project.local.folder import ROOT
from project.local.stack import Stack
from tests.replicas.writers import writers


async def test_people_write_on_while_the_log_is_cut_into_partitions(two_replicas: Stack) -> None:
    async with writers(two_replicas) as people:
        said = await asyncio.to_thread(_partition, two_replicas)
        assert "have their log in 4 tables" in said
        await people.save(within=10)
        await people.hear_each_other(within=10)
    codes = [client.close_codes for client in people.clients]
    assert codes == [[] for _ in codes]


def _partition(stack: Stack) -> str:
    ran = subprocess.run(
        [sys.executable, "manage.py", "partition_log", "--parts=4"],
        cwd=ROOT,
        env={**os.environ, **stack.environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout
