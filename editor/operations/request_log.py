"""One log line a request, without what must not be kept: no query string, no key of a mailed link, no address."""

import structlog
from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware

_SECRET_PARTS = frozenset({"key", "secret", "token", "uidb36"})


class RequestLogMiddleware(RequestMiddleware):
    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """Method and path. A path that no view answers isn't written down: it can be a link that was cut in two."""
        match = request.resolver_match
        if match is None:
            return f"{request.method} (no page)"
        path = request.path
        for name in _SECRET_PARTS & match.kwargs.keys():
            path = path.replace(str(match.kwargs[name]), f"<{name}>")
        return f"{request.method} {path}"

    @staticmethod
    def bind_user_id(request: HttpRequest) -> None:
        """Only for requests that asked who it is anyway: the line itself must not cost a query, or need a database."""
        user = getattr(request, "_cached_user", None)
        if user is not None and user.pk is not None:
            structlog.contextvars.bind_contextvars(user_id=str(user.pk))
