"""python -m benchmarks.sync: Scriptorium beside its peers (benchmarks/README.md)."""

import sys

from benchmarks.sync.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
