"""Where WebSockets begin."""

from django.urls import path

from editor.realtime.consumer import DocumentConsumer

websocket_urlpatterns = [path("ws/documents/<uuid:document_id>", DocumentConsumer.as_asgi())]
