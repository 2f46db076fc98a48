"""A replica's metrics, as Prometheus would read them."""

import json

import httpx
from prometheus_client.parser import text_string_to_metric_families

from project.local.replica import Replica

METRICS_TOKEN = "a token for these tests alone"


def scrape(replica: Replica) -> dict[str, float]:
    headers = {"Authorization": f"Bearer {METRICS_TOKEN}"}
    text = httpx.get(f"{replica.url}/metrics", headers=headers, trust_env=False).raise_for_status().text
    families = text_string_to_metric_families(text)
    return {
        sample.name + (json.dumps(sample.labels) if sample.labels else ""): sample.value
        for family in families
        for sample in family.samples
    }
