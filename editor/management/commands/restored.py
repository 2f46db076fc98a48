"""manage.py restored: all that a database from a backup needs, in one command."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from editor.media.problems import StorageUnavailable
from editor.operations.restoring import RestoreProblems


class Command(BaseCommand):
    help = (
        "Run it after every restore from a backup, and after a failover to a standby that was behind, before replicas "
        "and workers start: migrates, gives all documents a new generation, frees jobs of workers that are gone, "
        "checks every log, and looks for files that the bucket lacks. Ends with 1 if something is not as it should be."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--sign-out", action="store_true", help="end all sessions, also those that had ended after the backup"
        )

    def handle(self, *_: Any, sign_out: bool, **__: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        problems = RestoreProblems()
        for line in problems.repair(sign_out=sign_out):
            self.stdout.write(line)
        try:
            for line in problems.check():
                self.stdout.write(line)
        except StorageUnavailable as problem:
            raise CommandError(f"The bucket can't be read: {problem.__cause__}") from problem
        if problems.count:
            raise CommandError(f"Problems: {problems.count}. Read “Backups” in docs/deploying.md first.")
        self.stdout.write("Everything is in order: start the replicas.")
