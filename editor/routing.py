"""Where WebSockets begin."""

from typing import Any

from django.urls import path

from editor.realtime.consumer import DocumentConsumer

# Channels routes with Django's patterns to ASGI applications, which Django's types don't know.
_consumer: Any = DocumentConsumer.as_asgi()
websocket_urlpatterns: list[Any] = [path("ws/documents/<uuid:document_id>", _consumer)]
