"""What the image is made of is not kept out of its build."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parents[2]


def copied() -> Iterator[PurePosixPath]:
    """What the Dockerfile takes from the check-out."""
    for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE):
        yield from map(PurePosixPath, sources.split())


def is_let_in(path: PurePosixPath) -> bool:
    """The last line that is about it decides, as in Docker; here lines name files and folders, or everything."""
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    about_it = [
        line
        for line in lines
        if line == "*" or PurePosixPath(line.removeprefix("!")) in {path, *path.parents} - {PurePosixPath()}
    ]
    return about_it[-1].startswith("!")


@pytest.mark.parametrize("path", sorted(set(copied())), ids=str)
def test_what_the_dockerfile_copies_is_there_and_not_ignored(path: PurePosixPath) -> None:
    assert (ROOT / path).exists()
    assert is_let_in(path)
