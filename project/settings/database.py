"""Postgres, and Redis: a hint, never the truth."""

from typing import Any

import dj_database_url

from project.settings.environment import env

DATABASE_URL = env.text("DATABASE_URL")
DATABASES: dict[str, Any] = {
    "default": {
        **(dj_database_url.parse(DATABASE_URL) if DATABASE_URL else {}),
        "ENGINE": "project.database",
        "CONN_MAX_AGE": 0,
    }
}
DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
    "min_size": 0,
    "max_size": env.number("DATABASE_POOL_SIZE", 8, minimum=1),
    "timeout": 5,
    # Else it would try less and less often while Postgres is away, and might find out minutes late that it is back.
    "reconnect_timeout": 5,
}
DATABASES["default"]["OPTIONS"].setdefault("connect_timeout", 5)
# The log's own connections, beside Django's pool: one writes for all rooms, the others append alone, read and poll.
LOG_POOL_SIZE = env.number("LOG_POOL_SIZE", 4, minimum=2)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL")
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "project.channel_layer.ChannelLayer",
        "CONFIG": {"hosts": [{"address": REDIS_URL, "socket_connect_timeout": 2}], "prefix": "scriptorium"},
    }
}

# Counts attempts to sign in, for all replicas together. In Postgres, since people must get in while Redis is away.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entries",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
