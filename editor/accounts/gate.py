"""The gate for pages that only a signed-in person sees."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from editor.accounts.models import User

P = ParamSpec("P")


class PageRequest(HttpRequest):
    """A request as our views get it, for type checkers: by somebody who is signed in."""

    user: User
    htmx: HtmxDetails


def signed_in(
    view: Callable[Concatenate[PageRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Sends everybody else to sign in first; out of a partial the whole page goes there."""

    def gate(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(cast(PageRequest, request), *args, **kwargs)
        if request.headers.get("HX-Request"):
            return HttpResponseClientRedirect(resolve_url("account_login"))
        return redirect_to_login(request.get_full_path())

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", wraps(view)(gate))
