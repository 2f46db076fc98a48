"""manage.py new_generation: part of every restore from a backup."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from editor.log.generations import start_generations


class Command(BaseCommand):
    help = (
        "Gives the given documents, or all, a new generation. Run it after every restore from a backup, before the "
        "replicas start: browsers then keep what they have aside instead of merging it into a log that has lost rows."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("documents", nargs="*", type=UUID, metavar="DOCUMENT")
        parser.add_argument("--all", action="store_true", dest="everything")

    def handle(self, *_: Any, documents: list[UUID], everything: bool, **__: Any) -> None:
        if bool(documents) == everything:
            raise CommandError("Name documents, or say --all.")
        generations = start_generations(None if everything else documents)
        missing = set(documents) - generations.keys()
        for document_id in missing:
            self.stderr.write(f"{document_id}: no such document")
        self.stdout.write(f"{len(generations)} documents have a new generation.")
        if missing:
            raise CommandError(f"{len(missing)} documents don't exist.")
