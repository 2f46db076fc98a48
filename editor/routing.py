"""Where WebSockets begin."""

from typing import Any

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable
from django.urls import path, re_path

from editor.realtime.consumer import DocumentConsumer
from editor.realtime.person_consumer import PersonConsumer


async def turn_away(_scope: Any, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """Answers 403. Without it every address that somebody makes up would be an error of ours, in the logs too."""
    await receive()
    await send({"type": "websocket.close", "code": 1000, "reason": None})


# Channels routes with Django's patterns to ASGI applications, which Django's types don't know.
_document: Any = DocumentConsumer.as_asgi()
_person: Any = PersonConsumer.as_asgi()
_anything_else: Any = turn_away
websocket_urlpatterns: list[Any] = [
    path("ws/documents/<uuid:document_id>", _document),
    path("ws/me", _person),
    re_path("", _anything_else),
]
