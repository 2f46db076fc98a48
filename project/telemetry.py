"""Reports of errors to Sentry, and traces by OpenTelemetry: only where the settings name a place for them.

Their packages are in requirements/telemetry.txt and needn't be installed otherwise. What goes out names views, never
ids of people, and holds no text of documents, no local variables and no secret.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from project.scrubbing import without_secrets

if TYPE_CHECKING:
    from sentry_sdk.types import Event

_MISSING = "{} needs the packages of requirements/telemetry.txt (in the image: --build-arg TELEMETRY=1)"
_KEPT_OF_REQUEST = ("method", "url")


def report_errors(dsn: str) -> str | None:
    """From now on, errors are reported to Sentry; what is wrong if they can't be."""
    try:
        import sentry_sdk  # noqa: PLC0415 — may be absent
        from sentry_sdk.utils import BadDsn  # noqa: PLC0415
    except ImportError:
        return _MISSING.format("SENTRY_DSN")
    try:
        sentry_sdk.init(
            dsn=dsn,
            send_default_pii=False,
            include_local_variables=False,
            max_request_body_size="never",
            auto_session_tracking=False,
            max_breadcrumbs=20,
            before_send=lambda event, _hint: scrubbed(event),
        )
    except BadDsn as problem:
        return f"SENTRY_DSN is not the address of a Sentry project: {problem}"
    return None


def scrubbed(event: "Event") -> "Event":
    """The report without who it happened to, headers, cookies, queries, and whatever looks like a secret in a text."""
    event.pop("user", None)
    request = event.get("request", {})
    event["request"] = {name: request[name] for name in _KEPT_OF_REQUEST if name in request}
    cleaned: Event = _clean(event)
    return cleaned


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return without_secrets(value)
    if isinstance(value, Mapping):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value


def send_traces(endpoint: str) -> str | None:
    """From now on, `editor.operations.tracing` has somewhere to send its spans; what is wrong if it hasn't."""
    try:
        from opentelemetry import trace  # noqa: PLC0415 — may be absent
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    except ImportError:
        return _MISSING.format("OTEL_EXPORTER_OTLP_ENDPOINT")
    provider = TracerProvider(resource=Resource.create({"service.name": "scriptorium"}))
    exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
    provider.add_span_processor(BatchSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    return None
