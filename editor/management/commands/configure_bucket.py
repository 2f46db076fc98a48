"""manage.py configure_bucket: the media bucket as it has to be."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from editor.media.bucket import BucketIsPublic, configure
from editor.media.problems import StorageUnavailable


class Command(BaseCommand):
    help = (
        "Makes the media bucket if it isn't there, keeps it private, lets pages from PUBLIC_ORIGINS upload to it, and "
        "has old uploads removed where the store can do that. Run it again after PUBLIC_ORIGINS changed."
    )

    def handle(self, *_: Any, **__: Any) -> None:
        try:
            for done in configure():
                self.stdout.write(done)
        except BucketIsPublic as problem:
            raise CommandError(str(problem)) from problem
        except StorageUnavailable as problem:
            raise CommandError(f"The store can't be configured: {problem.__cause__}") from problem
