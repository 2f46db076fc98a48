"""The gates for pages: those that only a signed-in person sees, and those that a visitor sees too."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from editor.accounts.models import User, Visitor
from editor.accounts.visitors import visitor_of

P = ParamSpec("P")


class PageRequest(HttpRequest):
    """A request as our views get it, for type checkers: by somebody who is signed in."""

    user: User
    htmx: HtmxDetails


class ReaderRequest(HttpRequest):
    """A request by somebody who is signed in, or by a visitor whom we know."""

    reader: User | Visitor
    htmx: HtmxDetails


def signed_in(
    view: Callable[Concatenate[PageRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Sends everybody else to sign in first; out of a partial the whole page goes there."""

    def gate(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(cast(PageRequest, request), *args, **kwargs)
        return send_to_sign_in(request)

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", wraps(view)(gate))


def known_reader(
    view: Callable[Concatenate[ReaderRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """The same for pages that visitors see too: only somebody whom we don't know at all is sent to sign in."""

    def gate(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        reader = request.user if isinstance(request.user, User) else visitor_of(request)
        if reader is None:
            return send_to_sign_in(request)
        reading = cast(ReaderRequest, request)
        reading.reader = reader
        return view(reading, *args, **kwargs)

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", wraps(view)(gate))


def dialog_over(
    page: str,
) -> Callable[
    [Callable[Concatenate[PageRequest, P], HttpResponse]], Callable[Concatenate[PageRequest, P], HttpResponse]
]:
    """For a part of a page: a browser that opens its address is sent to that page, whose URL takes the same ids."""

    def wrap(
        view: Callable[Concatenate[PageRequest, P], HttpResponse],
    ) -> Callable[Concatenate[PageRequest, P], HttpResponse]:
        def shown(request: PageRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            is_opened = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
            if is_opened and "HX-Request" not in request.headers:
                return redirect(resolve_url(page, *args, **kwargs))
            return view(request, *args, **kwargs)

        return cast("Callable[Concatenate[PageRequest, P], HttpResponse]", wraps(view)(shown))

    return wrap


def send_to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(resolve_url("account_login"))
    return redirect_to_login(request.get_full_path())
