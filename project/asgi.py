"""The ASGI application: Django's pages and the documents' WebSockets, under uvicorn, Daphne or any other server."""

import os

import django
from channels.routing import ProtocolTypeRouter, URLRouter
from django.conf import settings
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
django.setup()

from editor.realtime.lifespan import lifespan  # noqa: E402 — models load after django.setup()
from editor.routing import websocket_urlpatterns  # noqa: E402
from project.proxies import BehindProxies  # noqa: E402

application = BehindProxies(
    ProtocolTypeRouter(
        {"http": get_asgi_application(), "websocket": URLRouter(websocket_urlpatterns), "lifespan": lifespan}
    ),
    settings.TRUSTED_PROXIES,
)
