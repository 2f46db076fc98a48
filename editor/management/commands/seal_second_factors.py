"""manage.py seal_second_factors: what the worker does each night, at once; and the way back."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from editor.accounts.second_factor_secrets import open_all, seal_all


class Command(BaseCommand):
    help = (
        "Encrypts the secrets of authenticator apps and recovery codes under the current SECRET_KEY: those that are "
        "in the clear, and those under a key of SECRET_KEY_FALLBACKS."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--open", action="store_true", help="write them in the clear, before going back to a version that can't"
        )

    def handle(self, *_: Any, open: bool, **__: Any) -> None:  # noqa: A002 — the option's name
        count = open_all() if open else seal_all()
        self.stdout.write(f"{count} secrets are {'in the clear' if open else 'sealed'} now.")
