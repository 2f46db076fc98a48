"""manage.py issue_token EMAIL NAME: a bearer token for a user, shown once."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from editor.accounts.models import User
from editor.accounts.tokens import issue_token


class Command(BaseCommand):
    help = "Issues a bearer token that stands for a user, and shows it this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="whose token it is")
        parser.add_argument("name", help="what it is for, to tell it from others")
        parser.add_argument("--days", type=int, help="how long it is valid; without this, for ever")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"], is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active user with the address {options['email']}.")
        expires_at = timezone.now() + timedelta(days=options["days"]) if options["days"] else None
        self.stdout.write(issue_token(user, options["name"], expires_at))
