"""A program for the kill test: compacts in a child that it kills after a time; reads "document seconds" lines."""

import os
import signal
import sys
from threading import Timer
from uuid import UUID

import django
from django.conf import settings


def main() -> None:
    settings.DATABASES["default"]["NAME"] = os.environ["COMPACTOR_DATABASE"]
    django.setup()
    from editor.log.compaction import compact  # noqa: PLC0415 - needs Django set up

    for line in sys.stdin:
        document_id, seconds = line.split()
        child = os.fork()
        if child == 0:
            compact(UUID(document_id))
            os._exit(0)
        if float(seconds) >= 0:
            Timer(float(seconds), os.kill, (child, signal.SIGKILL)).run()
        sys.stdout.write(f"{os.waitpid(child, 0)[1]}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    main()
