"""/metrics: what this process counts, for Prometheus. Every process has its own numbers and is asked by itself."""

import platform
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from typing import Any

import prometheus_client
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import REGISTRY, Counter, Info

from editor.content.schema import SCHEMA_VERSION
from editor.operations.queue_metrics import QueueMetrics
from editor.realtime.metrics import RuntimeMetrics, begin_at_zero

prometheus_client.disable_created_metrics()  # type: ignore[no-untyped-call]  # the library doesn't say

SIGN_IN_FAILURES = Counter("scriptorium_sign_in_failures", "Passwords and codes that were wrong.", ["step"])
REFUSALS = Counter("scriptorium_rate_limit_refusals", "Requests of people who went on too fast.", ["kind"])
_PASSWORD, _CODE = "password", "second factor"
_BUILD = Info("scriptorium_build", "What runs here; replicas that differ are of two releases.")
_QUEUE = QueueMetrics()


def install() -> None:
    """Once in a process, when the models are loaded."""
    REGISTRY.register(RuntimeMetrics())
    REGISTRY.register(_QUEUE)
    begin_at_zero()
    for step in (_PASSWORD, _CODE):
        SIGN_IN_FAILURES.labels(step)
    for kind in (*settings.LIMITS, "guess"):
        REFUSALS.labels(kind)


def note_wrong_password(**_about: Any) -> None:
    SIGN_IN_FAILURES.labels(_PASSWORD).inc()


def note_wrong_code(**_about: Any) -> None:
    SIGN_IN_FAILURES.labels(_CODE).inc()


@require_safe
async def metrics(request: HttpRequest) -> HttpResponse:
    """Without METRICS_TOKEN there is no such page. It is answered whether or not Postgres and Redis do."""
    if not settings.METRICS_TOKEN:
        return HttpResponseNotFound("There is no such page.\n", content_type="text/plain")
    if not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse(
            "The token of METRICS_TOKEN is asked for.\n",
            status=401,
            content_type="text/plain",
            headers={"WWW-Authenticate": "Bearer"},
        )
    _BUILD.info(_build())
    await _QUEUE.refresh()
    return HttpResponse(prometheus_client.generate_latest(REGISTRY), content_type=prometheus_client.CONTENT_TYPE_LATEST)


@cache
def _build() -> dict[str, str]:
    manifest = settings.BASE_DIR / "static" / "bundle" / "manifest.json"
    bundle = sha256(manifest.read_bytes()).hexdigest()[:12] if manifest.exists() else ""
    return {
        "bundle": bundle,
        "schema": str(SCHEMA_VERSION),
        "python": platform.python_version(),
        "django": version("django"),
        "pycrdt": version("pycrdt"),
    }
