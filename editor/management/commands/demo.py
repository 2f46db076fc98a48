"""manage.py demo: two people and a document, for a first look in development."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from editor.operations.demo import PASSWORD, PEOPLE, make_demo


class Command(BaseCommand):
    help = "Makes two people and a document that they share, if there is nobody yet. In development only."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEVELOPMENT:
            raise CommandError("The demonstration accounts have a password that everybody knows: not in production.")
        if make_demo() is None:
            self.stdout.write("There are users already. Nothing was made.")
            return
        self.stdout.write(f"You can sign in as {' or '.join(PEOPLE)}. The password is {PASSWORD}.")
