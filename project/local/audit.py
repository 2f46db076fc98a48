"""Whether a package that we build on has a known hole with a fix: `python -m project.local.audit`.

Asks as pip-audit and npm do. Where nobody answers (offline, or a mirror without advisories) it says so, and is content.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from project.local.folder import ROOT

_SECONDS = 90
_UV = ROOT / ".venv" / "uv" / "bin" / "uv"
_PYTHON = [
    *(str(_UV), "run", "--quiet", "--no-project", "--isolated", "--with-requirements", "requirements/audit.txt"),
    *("pip-audit", "--requirement", "requirements/base.txt", "--require-hashes", "--disable-pip", "--format", "json"),
    *("--timeout", "5", "--progress-spinner", "off"),
]
_BROWSER = ["npm", "--prefix", "frontend", "audit", "--json"]
_IMPATIENT = {"UV_HTTP_TIMEOUT": "5", "UV_HTTP_RETRIES": "0", "npm_config_fetch_retries": "0"}


def main() -> int:
    """1 where something is to be renewed; every answer is one line."""
    renew = 0
    tools: list[tuple[str, list[str], Callable[[Any], Sequence[str]]]] = [
        ("Python", _PYTHON, holes_of_pip),
        ("npm", _BROWSER, holes_of_npm),
    ]
    for name, command, read in tools:
        try:
            holes = read(_answer_of(command))
        except Unanswered as reason:
            print(f"{name} packages not checked: {reason}")
            continue
        renew += len(holes)
        print(f"{name} packages: {', '.join(holes) or 'no known hole with a fix'}")
    return 1 if renew else 0


class Unanswered(Exception):
    """Nobody told anything about the packages."""


def holes_of_pip(answer: Any) -> list[str]:
    packages = answer.get("dependencies", [])
    if not packages or all("skip_reason" in package for package in packages):
        raise Unanswered("the registry tells nothing of holes")
    return [
        f"{package['name']} {package.get('version')} ({hole['id']}, mended in {', '.join(hole['fix_versions'])})"
        for package in packages
        for hole in package.get("vulns", [])
        if hole.get("fix_versions")
    ]


def holes_of_npm(answer: Any) -> list[str]:
    if "vulnerabilities" not in answer:
        raise Unanswered("the registry tells nothing of holes")
    return [
        f"{name} ({hole['severity']})" for name, hole in answer["vulnerabilities"].items() if hole.get("fixAvailable")
    ]


def _answer_of(command: Sequence[str]) -> Any:
    """What the tool says in JSON; it ends with 1 where there are holes, as it does when something went wrong."""
    environment = {**os.environ, **_IMPATIENT}
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unanswered(type(error).__name__) from error
    for line in _json_in(done.stdout):
        return line
    raise Unanswered((done.stderr.strip().splitlines() or ["no answer"])[-1])


def _json_in(text: str) -> Iterator[Any]:
    begin = text.find("{")
    if begin >= 0:
        try:
            yield json.loads(text[begin:])
        except ValueError:
            return


if __name__ == "__main__":
    sys.exit(main())
