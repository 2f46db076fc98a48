"""When somebody signs in, or shows that an address is theirs: what waits for them, and the visitor that they were."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, user_logged_in
from django.http import HttpRequest, HttpResponse

from editor.accounts.models import User
from editor.accounts.visitors import forget_visitor, visitor_of
from editor.sharing.invitations import accept_all
from editor.sharing.visits import know_visitor


def install() -> None:
    """Listens to allauth, which has no other way of telling."""
    user_logged_in.connect(_signed_in, dispatch_uid="sharing.signed_in")
    email_confirmed.connect(_confirmed, dispatch_uid="sharing.confirmed")


def _signed_in(request: HttpRequest, user: User, response: HttpResponse | None = None, **_about: Any) -> None:
    confirmed = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    accept_all(user, list(confirmed))
    visitor = visitor_of(request)
    if visitor is not None:
        know_visitor(visitor, user)
        if response is not None:
            forget_visitor(response, visitor)


def _confirmed(email_address: EmailAddress, **_about: Any) -> None:
    accept_all(email_address.user, [email_address.email])
