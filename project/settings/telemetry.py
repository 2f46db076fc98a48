"""What operators get to see: metrics, the steps of edits in the logs, reports and traces where they want them."""

from uuid import UUID

from project.settings.application import MIDDLEWARE
from project.settings.environment import env
from project.settings.site import DEVELOPMENT
from project.telemetry import report_errors, send_traces

# Without it there are no metrics: 404.
METRICS_TOKEN = env.text("METRICS_TOKEN", "")
if METRICS_TOKEN and len(METRICS_TOKEN) < 16 and not DEVELOPMENT:
    env.problem("METRICS_TOKEN must be a random text of at least 16 characters")

# Documents whose edits are followed in the logs, by id; "all" follows every one.
LOG_EDITS = {word.lower() for word in env.words("LOG_EDITS")}
for _word in LOG_EDITS - {"all"}:
    try:
        UUID(_word)
    except ValueError:
        env.problem(f"LOG_EDITS has {_word!r}, which is neither the id of a document nor the word all")

SENTRY_DSN = env.text("SENTRY_DSN", "")
OTEL_EXPORTER_OTLP_ENDPOINT = env.text("OTEL_EXPORTER_OTLP_ENDPOINT", "")
for _problem in (
    report_errors(SENTRY_DSN) if SENTRY_DSN else None,
    send_traces(OTEL_EXPORTER_OTLP_ENDPOINT) if OTEL_EXPORTER_OTLP_ENDPOINT else None,
):
    if _problem:
        env.problem(_problem)
if OTEL_EXPORTER_OTLP_ENDPOINT:
    MIDDLEWARE.insert(1, "editor.operations.tracing.traced")
