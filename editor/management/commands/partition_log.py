"""manage.py partition_log: for an installation whose log has grown large (docs/scaling.md)."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils import timezone

from editor.log.partitioning import AlreadyPartitioned, first_id_of, partition_log

MAX_PARTS = 256


class Command(BaseCommand):
    help = (
        "Cuts the log's table into partitions while people write: documents made after a moment have their log in new "
        "tables, by hash; those made before stay where they are. It reads the whole table once and copies nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--parts", type=int, default=16, help="how many tables (16)")
        parser.add_argument(
            "--hours", type=int, default=24, help="from now to the moment: more than reading takes (24)"
        )

    def handle(self, *_: Any, parts: int, hours: int, **__: Any) -> None:
        if not 1 <= parts <= MAX_PARTS or hours < 1:
            raise CommandError(f"1 to {MAX_PARTS} parts, and an hour at least.")
        try:
            for line in partition_log(parts, first_id_of(timezone.now() + timedelta(hours=hours))):
                self.stdout.write(line)
        except AlreadyPartitioned as problem:
            raise CommandError("The log is partitioned already.") from problem
        except OperationalError as problem:
            raise CommandError(f"Nothing has changed; try again: {problem}") from problem
