"""The content security policy allows no inline style or script, so no template has one. In mails there is no other way
to give a style.
"""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "editor" / "templates"
FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an event handler": re.compile(r"\son[a-z]+\s*=|hx-on", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\b(?:src=|type=\"application/json\"))", re.IGNORECASE),
    "a script URL": re.compile(r"javascript:", re.IGNORECASE),
    "a filter that htmx would evaluate": re.compile(r"hx-trigger=\"[^\"]*\[|hx-vals=[\"']js:", re.IGNORECASE),
    "text that is not escaped": re.compile(r"\|safe\b|autoescape off"),
}


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_has_nothing_that_the_policy_would_block(path: Path) -> None:
    text = path.read_text()
    found = {what for what, pattern in FORBIDDEN.items() if pattern.search(text)}
    assert found == ({"an inline style"} if path.name == "mail.html" else set())
