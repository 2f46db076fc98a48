"""The dashboard and the alerts ask for nothing that isn't served, and whatever is served is documented."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import promql_parser
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
_PART = re.compile(r"_(?:bucket|sum|count|total)$")


def expressions() -> Iterator[str]:
    for rule in RULES:
        yield rule["expr"]
    for panel in DASHBOARD["panels"]:
        for target in panel.get("targets", []):
            yield target["expr"]


def documented_kinds() -> Iterator[tuple[set[str], str]]:
    """The names in each row of the table of metrics, without what all begin with, and what they are."""
    table = ADMINISTRATION[ADMINISTRATION.index("| metric | kind") :].split("\n\n")[0]
    for row in table.splitlines()[2:]:
        names, kind = row.split("|")[1:3]
        yield set(re.findall(r"`([a-z_]+)`", names)), kind.strip()


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
    documented = {name for names, _ in documented_kinds() for name in names}
    ours = {name.removeprefix("scriptorium_") for name in families if name.startswith("scriptorium_")}
    assert {name.removesuffix("_total") for name in ours} == documented


@pytest.mark.parametrize("expression", sorted(set(expressions())))
def test_an_expression_means_something_to_prometheus_and_asks_for_labels_that_there_are(expression: str) -> None:
    asked = list(labels_asked_for(promql_parser.parse(expression.replace("$__rate_interval", "5m"))))
    assert asked
    for metric, label in asked:
        assert label in labels_of(metric), f"{metric} has no label {label}"


def labels_asked_for(part: Any, grouped_by: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Each metric with each label that is looked for in it, or that what is made of it is grouped by."""
    match part:
        case promql_parser.VectorSelector():
            matched = [matcher.name for matcher in part.matchers.matchers]
            yield from ((str(part.name), label) for label in ("instance", *matched, *grouped_by))
        case promql_parser.MatrixSelector():
            yield from labels_asked_for(part.vector_selector, grouped_by)
        case promql_parser.AggregateExpr():
            by = part.modifier.labels if part.modifier else ()
            yield from labels_asked_for(part.expr, (*grouped_by, *by))
        case promql_parser.Call():
            for argument in part.args:
                yield from labels_asked_for(argument, grouped_by)
        case promql_parser.BinaryExpr():
            yield from labels_asked_for(part.lhs, grouped_by)
            yield from labels_asked_for(part.rhs, grouped_by)
        case promql_parser.ParenExpr():
            yield from labels_asked_for(part.expr, grouped_by)
        case _:
            assert isinstance(part, promql_parser.NumberLiteral), part


def labels_of(metric: str) -> set[str]:
    """Those of the scraping itself, and those that the documentation names: "counter by view, method and status"."""
    ours = _PART.sub("", metric.removeprefix("scriptorium_"))
    kind = next((kind for names, kind in documented_kinds() if ours in names), "")
    named = re.split(r", | and ", kind.partition(" by ")[2].partition(":")[0])
    return {"instance", "job", *named, *(["le"] if metric.endswith("_bucket") else [])}


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
