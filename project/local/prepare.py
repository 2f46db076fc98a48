"""`python -m project.local.prepare COMMAND…`: commands of manage.py, all in one process, once a line comes in.

It is started before the servers that it needs, and gets ready while they start.
"""

import os
import sys

import django
from django.core.management import CommandError, call_command

OPTIONS = {"migrate": {"interactive": False, "verbosity": 0}}


def main(commands: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    django.setup()
    if not sys.stdin.readline():
        return
    for command in commands:
        try:
            call_command(command, **OPTIONS.get(command, {}))
        except CommandError as problem:
            sys.exit(f"`manage.py {command}` failed: {problem}")


if __name__ == "__main__":
    main(sys.argv[1:])
