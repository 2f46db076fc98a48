"""manage.py project_documents: after a version that derives more from the content of documents than the one before."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from editor.documents.models import Document
from editor.documents.projections import refresh_projection


class Command(BaseCommand):
    help = "Reads the given documents, or all, and writes again what is derived from their content: text, links, files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("documents", nargs="*", type=UUID, metavar="DOCUMENT")

    def handle(self, *_: Any, documents: list[UUID], **__: Any) -> None:
        read = broken = 0
        there = Document.objects.filter(removed_at__isnull=True).order_by("pk")
        for document_id in documents or there.values_list("pk", flat=True).iterator():
            try:
                read += refresh_projection(document_id, again=True)
            except Exception as error:  # noqa: BLE001 — one that can't be read doesn't hold up the others
                broken += 1
                self.stdout.write(f"{document_id}: {error}")
        self.stdout.write(f"{read} documents were read.")
        if broken:
            raise CommandError(f"{broken} documents could not be read.")
