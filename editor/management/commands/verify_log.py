"""manage.py verify_log: does the log keep its promises?"""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from editor.documents.models import Document
from editor.log.verification import find_problems


class Command(BaseCommand):
    help = (
        "Checks the log of the given documents, or of all: numbers without a gap, readable rows in causal order, "
        "client ids with one author each, and a snapshot that equals a full replay. Ends with 1 if a promise is broken."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("documents", nargs="*", type=UUID, metavar="DOCUMENT")

    def handle(self, *_: Any, documents: list[UUID], **__: Any) -> None:
        checked = broken = 0
        for document_id in documents or Document.objects.order_by("pk").values_list("pk", flat=True).iterator():
            problems = find_problems(document_id)
            for problem in problems:
                self.stdout.write(f"{document_id}: {problem}")
            checked += 1
            broken += bool(problems)
        if broken:
            raise CommandError(f"{broken} of {checked} documents are broken.")
        self.stdout.write(f"{checked} documents are in order.")
