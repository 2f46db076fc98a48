"""The settings of production, in a process of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PRODUCTION = {
    "SCRIPTORIUM_ENV": "production",
    "SECRET_KEY": "9f8b6d1c4e7a2035" * 4,
    "PUBLIC_ORIGINS": "https://docs.example.org",
    "EMAIL_HOST": "mail.example.org",
}


def check(**changes: str) -> subprocess.CompletedProcess[str]:
    """`manage.py check --deploy` with warnings as errors; an empty value takes a variable away."""
    kept = {name: os.environ[name] for name in os.environ if name not in {"DEBUG", "SECRET_KEY", "PUBLIC_ORIGINS"}}
    environment = {name: value for name, value in {**kept, **PRODUCTION, **changes}.items() if value}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_the_deployment_check_is_clean() -> None:
    done = check()
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "development-only-not-secret"}, "SECRET_KEY must be a random text"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be a random text"),
        ({"PUBLIC_ORIGINS": ""}, "PUBLIC_ORIGINS is not set"),
        ({"PUBLIC_ORIGINS": "docs.example.org"}, "not an origin"),
        ({"EMAIL_HOST": "", "EMAIL_VERIFICATION": "mandatory"}, "needs a mail server"),
        ({"SIGN_UP": "maybe"}, "SIGN_UP must be one of open, invited, closed"),
        ({"COLLAB_MAX_FRAME_BYTES": "12"}, "COLLAB_MAX_FRAME_BYTES must be at least"),
    ],
)
def test_what_is_missing_or_wrong_is_said_plainly(changes: dict[str, str], said: str) -> None:
    done = check(**changes)
    assert done.returncode != 0
    assert said in done.stderr
