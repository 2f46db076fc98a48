"""The dashboard and the alerts ask for nothing that isn't served, and whatever is served is documented."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from asgiref.sync import sync_to_async
from django.db import connections
from django.test import AsyncClient
from django.urls import get_resolver
from pytest_django import Settings

from editor.realtime import runtime

DOCS = Path(__file__).parents[2] / "docs"
ADMINISTRATION = (DOCS / "administration.md").read_text()
RULES: list[dict[str, Any]] = [
    rule for group in yaml.safe_load((DOCS / "monitoring/alerts.yml").read_text())["groups"] for rule in group["rules"]
]
DASHBOARD = json.loads((DOCS / "monitoring/grafana.json").read_text())

TOKEN = "a token of sixteen letters"
_METRIC = re.compile(r"\b(?:scriptorium|process|python)_[a-z_]+")
_PARTS = {"histogram": ("_bucket", "_sum", "_count"), "counter": ("",), "gauge": ("",)}
# Of the scraping itself, by Prometheus.
_OTHERS = {"up"}


def expressions() -> Iterator[str]:
    for rule in RULES:
        yield rule["expr"]
    for panel in DASHBOARD["panels"]:
        for target in panel.get("targets", []):
            yield target["expr"]


async def served() -> dict[str, str]:
    """The families that a running replica serves once it has answered a request, with their kinds."""
    await runtime.running()
    try:
        assert get_resolver().url_patterns  # with all views
        answer = await AsyncClient().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        written = answer.content.decode()
    finally:
        await runtime.stop()
        await sync_to_async(connections.close_all)()
    return dict(re.findall(r"^# TYPE (\S+) (\S+)$", written, re.MULTILINE))


@pytest.mark.django_db(transaction=True)
async def test_whatever_is_asked_for_is_served_and_whatever_is_served_is_documented(settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    families = await served()
    samples = {name + part for name, kind in families.items() for part in _PARTS[kind]}
    asked = {name for expression in expressions() for name in _METRIC.findall(expression)}
    assert asked - samples == set()
    table = ADMINISTRATION[ADMINISTRATION.index("| metric | kind") :].split("\n\n")[0]
    documented = set(re.findall(r"`([a-z_]+)`", "\n".join(row.split("|")[1] for row in table.splitlines())))
    ours = {name.removeprefix("scriptorium_") for name in families if name.startswith("scriptorium_")}
    assert {name.removesuffix("_total") for name in ours} == documented


@pytest.mark.parametrize("expression", sorted(set(expressions())))
def test_expressions_are_whole(expression: str) -> None:
    open_ones: list[str] = []
    for letter in re.sub(r'"[^"]*"', "", expression):
        if letter in "([{":
            open_ones.append({"(": ")", "[": "]", "{": "}"}[letter])
        elif letter in ")]}":
            assert open_ones
            assert open_ones.pop() == letter
    assert not open_ones
    assert expression.count('"') % 2 == 0
    assert _METRIC.search(expression) or expression.partition("{")[0] in _OTHERS


@pytest.mark.parametrize("rule", RULES, ids=[rule["alert"] for rule in RULES])
def test_an_alert_says_what_it_is_and_leads_to_what_to_do(rule: dict[str, Any]) -> None:
    assert set(rule) == {"alert", "expr", "for", "labels", "annotations"}
    assert rule["labels"]["severity"] in {"warning", "critical"}
    assert rule["annotations"]["summary"].endswith((".", "?"))
    file, _, anchor = rule["annotations"]["todo"].partition("#")
    assert file == "docs/administration.md"
    assert f'<a id="{anchor}"></a>' in ADMINISTRATION


def test_panels_lie_beside_each_other() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        at = panel["gridPos"]
        cells = {(at["x"] + x, at["y"] + y) for x in range(at["w"]) for y in range(at["h"])}
        assert not cells & taken
        taken |= cells
        assert at["x"] + at["w"] <= 24
