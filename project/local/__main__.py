"""The command line: python -m project.local exec -- CMD… | up | run | browser | image"""

import sys
from pathlib import Path

from project.local import browser
from project.local.browser import NoBrowserError
from project.local.execute import execute
from project.local.folder import FolderInUseError
from project.local.image import check_image
from project.local.ports import NoFreePortError
from project.local.process import ServerError
from project.local.run import UsageError, run, up

USAGE = """\
python -m project.local exec -- CMD…   run CMD with throw-away Postgres, Valkey and S3 servers
python -m project.local up             the servers alone, in the foreground, their data in .local/
python -m project.local run            the whole application (make run)"""


def main(arguments: list[str]) -> int:
    try:
        return dispatch(arguments)
    except (ServerError, NoFreePortError, FolderInUseError, UsageError, NoBrowserError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1


def dispatch(arguments: list[str]) -> int:
    match arguments:
        case ["exec", "--", _, *_]:
            return execute(arguments[2:])
        case ["up"]:
            return up()
        case ["run", *folder] if len(folder) <= 1:
            return run(*map(Path, folder))
        case ["browser"]:
            print(browser.provide())
            return 0
        case ["image"]:
            return check_image()
        case _:
            print(USAGE, file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
