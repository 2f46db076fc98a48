"""What is special about pages whose address is a secret."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

P = ParamSpec("P")
HEADERS = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}


def kept_secret(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """The address leaves the browser with no link, and is in no search engine, whatever the answer is.

    A form in such a page is sent by htmx: with this policy a browser says of its own forms that they come from nowhere.
    """

    def keep(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            response = render(request, "editor/sharing/gone.html", status=404)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", wraps(view)(keep))
