"""What templates need to know beside what their views tell them."""

from django.conf import settings
from django.http import HttpRequest


def sign_up(_request: HttpRequest) -> dict[str, str]:
    return {"sign_up": settings.SIGN_UP}


def theme(request: HttpRequest) -> dict[str, str]:
    """The reader's colours, as frontend/src/ui/theme.ts keeps them; empty: as the system has them."""
    chosen = request.COOKIES.get("theme", "")
    return {"theme": chosen if chosen in {"light", "dark"} else ""}


def single_sign_on(_request: HttpRequest) -> dict[str, str | bool]:
    """What the button says, if there is one, and whether there is any other way in."""
    return {"single_sign_on": settings.OIDC_NAME if settings.OIDC_ISSUER else "", "sso_only": settings.SSO_ONLY}
