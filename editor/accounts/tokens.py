"""Bearer tokens: a secret that stands for a user. Only its digest is kept, so nobody can read it again."""

from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe

from django.db.models import Q
from django.utils import timezone

from editor.accounts.models import Token, User

_PREFIX = "scr_"


def issue_token(user: User, name: str, expires_at: datetime | None = None) -> str:
    """A new token's secret. This is the only time that it can be seen."""
    secret = new_secret()
    Token.objects.create(user=user, name=name, digest=digest_of(secret), expires_at=expires_at)
    return secret


def find_bearer(secret: str) -> User | None:
    """The active user whose unexpired token this is."""
    if not secret.startswith(_PREFIX):
        return None
    unexpired = Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
    token = (
        Token.objects.filter(unexpired, digest=digest_of(secret), user__is_active=True).select_related("user").first()
    )
    return None if token is None else token.user


def new_secret() -> str:
    return _PREFIX + token_urlsafe(32)


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return sha256(secret.encode()).hexdigest()
