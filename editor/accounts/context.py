"""What the templates around sign-in need to know."""

from django.conf import settings
from django.http import HttpRequest


def sign_up(_request: HttpRequest) -> dict[str, str]:
    return {"sign_up": settings.SIGN_UP}
