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
from project.bodies import BoundedBodies  # noqa: E402
from project.proxies import BehindProxies  # noqa: E402

# As much again as the largest that is taken, so that one that is a little too large still hears so by its own page.
_MAX_BODY_BYTES = 2 * max(settings.COLLAB["max_upload_bytes"], settings.MEDIA["max_file_bytes"])

application = BehindProxies(
    ProtocolTypeRouter(
        {
            "http": BoundedBodies(get_asgi_application(), _MAX_BODY_BYTES),
            "websocket": URLRouter(websocket_urlpatterns),
            "lifespan": lifespan,
        }
    ),
    settings.TRUSTED_PROXIES,
)
