"""python -m tests.soak: everything is broken at once, by a plan made from a seed, while people write (make soak)."""

import sys

from tests.soak.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
