"""The image's health check: `python -m project.healthcheck PORT` ends with 0 when the web process answers there."""

import sys
import urllib.error
import urllib.request

TIMEOUT_SECONDS = 2.5


def main(port: int) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=TIMEOUT_SECONDS):
            return 0
    except (urllib.error.URLError, TimeoutError) as problem:
        print(problem, file=sys.stderr)  # noqa: T201 - what `docker inspect` shows
        return 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
