"""What the documentation leads to and names is there, and what there is has its place in it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md")), ROOT / "benchmarks/README.md"]
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text()

_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\((?!https?:)([^)\s]+)\)")
_FILE = re.compile(r"(?:tests|editor|frontend|project|benchmarks|docs|requirements)/[\w./-]+")


def anchors(page: Path) -> set[str]:
    """As GitHub makes them of headings, and those that are written."""
    text = page.read_text()
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    made = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return made | set(re.findall(r'<a id="([^"]+)">', text))


def links() -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        # Without what is shown as an example.
        text = re.sub(r"^(?:```.*?^```| {4}[^\n]*)$", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
        text = _CODE.sub(lambda code: "" if "](" in code[1] else code[0], text)
        yield from ((page, target) for target in _LINK.findall(text))


@pytest.mark.parametrize(("source", "target"), list(links()), ids=lambda value: str(getattr(value, "name", value)))
def test_a_link_leads_somewhere(source: Path, target: str) -> None:
    file, _, anchor = target.partition("#")
    goal = source.parent / file if file else source
    assert goal.exists()
    assert not anchor or anchor in anchors(goal)


@pytest.mark.parametrize("source", PAGES, ids=lambda source: str(source.relative_to(ROOT)))
def test_a_file_that_is_named_is_there(source: Path) -> None:
    named = {code for code in _CODE.findall(source.read_text()) if _FILE.fullmatch(code)}
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_every_concern_has_its_place_in_the_house() -> None:
    house = ARCHITECTURE.partition("## The house")[2].partition("frontend/")[0]
    there = {folder.parent.name for folder in (ROOT / "editor").glob("*/__init__.py")}
    assert there - set(re.findall(r"(\w+)/", house)) == set()


@pytest.mark.parametrize(("folder", "heading"), [("collab", "The sync core"), ("content", "The content")])
def test_every_file_of_the_pure_parts_is_explained_and_no_other(folder: str, heading: str) -> None:
    table = ARCHITECTURE.partition(f"## {heading}, file by file")[2].partition("\n## ")[0]
    named = set(re.findall(rf"`(?:editor/{folder}/)?([a-z_]+)(?:\.py)?`", table))
    endings = tuple(name for name in named if name.startswith("_"))
    there = {file.stem for file in (ROOT / "editor" / folder).glob("[a-z]*.py")}
    assert {name for name in there if name not in named and not name.endswith(endings or "/")} == set()
    files = set(re.findall(r"`([a-z_]+)\.py`", table))
    assert files - there == set()
