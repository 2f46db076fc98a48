"""What templates need to know beside what their views tell them."""

from django.conf import settings
from django.http import HttpRequest


def sign_up(_request: HttpRequest) -> dict[str, str]:
    return {"sign_up": settings.SIGN_UP}


def theme(request: HttpRequest) -> dict[str, str]:
    """The reader's colours, as frontend/src/ui/theme.ts keeps them; empty: as the system has them."""
    chosen = request.COOKIES.get("theme", "")
    return {"theme": chosen if chosen in {"light", "dark"} else ""}
