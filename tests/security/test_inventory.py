"""SECURITY.md names for each defence a test; they are all there."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
POINTS = 20
NOT_BUILT = {"12", "15"}


def rows() -> list[list[str]]:
    text = (ROOT / "SECURITY.md").read_text().partition("## The defences")[2]
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "---" not in line][1:]


def functions_in(path: Path) -> set[str]:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, functions)}


def test_each_point_of_the_checklist_has_a_row_with_a_test() -> None:
    found = {row[0]: row[3] for row in rows() if row[0]}
    assert set(found) == {str(number) for number in range(1, POINTS + 1)}
    assert {number for number, tests in found.items() if not tests} == NOT_BUILT


def test_every_test_that_it_names_exists() -> None:
    named = [name for row in rows() for name in re.findall(r"`(tests/[^`]+)`", row[3])]
    assert len(named) > 40
    missing = [name for name in named if name.partition("::")[2] not in functions_in(ROOT / name.partition("::")[0])]
    assert missing == []


def test_every_module_that_it_names_exists() -> None:
    named = {name for row in rows() for name in re.findall(r"`((?:editor|project|frontend)/[^`]+)`", row[2])}
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
