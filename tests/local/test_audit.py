"""What is said of packages with known holes, and of a registry that tells nothing."""

import json
import sys

import pytest

from project.local import audit


def test_a_hole_with_a_fix_is_named_and_others_are_not() -> None:
    holes = [{"id": "PYSEC-1", "fix_versions": ["2.0"]}, {"id": "PYSEC-2", "fix_versions": []}]
    packages = [{"name": "a", "version": "1.0", "vulns": holes}, {"name": "b", "version": "1", "vulns": []}]
    assert audit.holes_of_pip({"dependencies": packages}) == ["a 1.0 (PYSEC-1, mended in 2.0)"]
    found = {"c": {"severity": "high", "fixAvailable": True}, "d": {"severity": "low", "fixAvailable": False}}
    assert audit.holes_of_npm({"vulnerabilities": found}) == ["c (high)"]


@pytest.mark.parametrize(
    ("read", "answer"),
    [
        (audit.holes_of_pip, {"dependencies": [{"name": "a", "skip_reason": "not found"}]}),
        (audit.holes_of_pip, {}),
        (audit.holes_of_npm, {"error": {"summary": "405"}}),
    ],
)
def test_a_registry_that_tells_nothing_has_not_said_that_all_is_well(read: object, answer: object) -> None:
    with pytest.raises(audit.Unanswered):
        read(answer)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("program", "result", "said"),
    [
        ("import sys; sys.exit('no network')", 0, "not checked: no network"),
        (f"print({json.dumps({'vulnerabilities': {}})!r})", 0, "no known hole with a fix"),
        (
            f"print({json.dumps({'vulnerabilities': {'c': {'severity': 'high', 'fixAvailable': True}}})!r}); exit(1)",
            1,
            "c (high)",
        ),
    ],
)
def test_only_a_hole_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], program: str, result: int, said: str
) -> None:

    monkeypatch.setattr(audit, "_PYTHON", [sys.executable, "-c", "raise SystemExit('no network')"])
    monkeypatch.setattr(audit, "_BROWSER", [sys.executable, "-c", program])
    assert audit.main() == result
    assert said in capsys.readouterr().out
