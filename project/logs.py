"""How log lines look, and what never stands in one: secrets, addresses of people, whole URLs."""

import logging
from collections.abc import MutableMapping
from typing import Any

import structlog

from project.scrubbing import without_secret_paths

_PRIVATE_KEYS = frozenset(
    {"authorization", "cookie", "cookies", "email", "headers", "password", "query_string", "secret", "token", "url"}
)


def drop_private_keys(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: the value under a private key is replaced, wherever the line comes from."""
    for key in event.keys() & _PRIVATE_KEYS:
        event[key] = "(left out)"
    return event


def drop_secret_paths(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: of an address that is a secret only what it is for is kept, whoever writes the line."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = without_secret_paths(value)
    return event


def drop_health_checks(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: load balancers ask every second, and only a bad answer is worth a line."""
    if event.get("request") in {"GET /healthz", "GET /readyz", "GET /metrics"} and event.get("code") == 200:
        raise structlog.DropEvent
    return event


def take_for_a_stray(record: logging.LogRecord) -> bool:
    """A filter for what Django takes for an error of ours: a request to a host that isn't ours. Scanners send them all
    day. One line tells it, since ALLOWED_HOSTS may be what is wrong; where in Django it was raised tells nothing. What
    reports errors looks at the record only after this.
    """
    record.levelno, record.levelname = logging.WARNING, logging.getLevelName(logging.WARNING)
    record.exc_info = record.exc_text = None
    return True


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
    drop_private_keys,
    drop_secret_paths,
]


def configure_structlog() -> None:
    """Python's own warnings are lines like all others too."""
    logging.captureWarnings(True)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            drop_health_checks,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def logging_settings(level: str, style: str) -> dict[str, Any]:
    """Django's LOGGING: every line to standard error, as JSON or for the eye."""
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if style == "json"
        else structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
                "foreign_pre_chain": _SHARED,
            }
        },
        "filters": {"strays": {"()": lambda: take_for_a_stray}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            # Its lines hold paths, and paths can hold the key of a mailed link; the request middleware says the rest.
            "django.request": {"level": "ERROR"},
            "django.security.DisallowedHost": {"filters": ["strays"]},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            "uvicorn": {"handlers": [], "propagate": True},
            # At info it writes the whole URL of every WebSocket.
            "uvicorn.error": {"level": "WARNING"},
            "uvicorn.access": {"handlers": [], "level": "WARNING", "propagate": True},
            "botocore": {"level": "WARNING"},
            "procrastinate": {"level": "WARNING" if level == "INFO" else level},
        },
    }
