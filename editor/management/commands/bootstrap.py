"""manage.py bootstrap: the first administrator, from the environment."""

from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from editor.operations.bootstrap import make_admin


class Command(BaseCommand):
    help = "Makes the first administrator from BOOTSTRAP_ADMIN_EMAIL and BOOTSTRAP_ADMIN_PASSWORD, once."

    def handle(self, *args: Any, **options: Any) -> None:
        email, password = settings.BOOTSTRAP_ADMIN_EMAIL, settings.BOOTSTRAP_ADMIN_PASSWORD
        if not email or not password:
            raise CommandError("Set BOOTSTRAP_ADMIN_EMAIL and BOOTSTRAP_ADMIN_PASSWORD in the environment.")
        try:
            validate_password(password)
        except ValidationError as weak:
            raise CommandError("BOOTSTRAP_ADMIN_PASSWORD: " + " ".join(weak.messages)) from weak
        if make_admin(email, password):
            self.stdout.write(f"{email} can sign in now and may use /admin/.")
        else:
            self.stdout.write(f"There is a user {email} already. Nothing was changed.")
