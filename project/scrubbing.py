"""Takes out of texts what must not be kept with them: addresses that are secrets, tokens, addresses of people."""

import re

_LETTERS = r"[^/\s\"'<>?#]+"
# Shared links and invitations in mails; a document's own invitations have an id with dashes after /invitations/.
_SECRET_PATH = re.compile(
    r"(\b(?:s|invitations)/)[A-Za-z0-9_-]{20,24}(?![A-Za-z0-9_-])"
    rf"|(\b(?:notifications/unsubscribe/|accounts/password/reset/key/|accounts/confirm-email/)){_LETTERS}"
)
_MAYBE = ("/s/", "'s/", "invitations/", "/unsubscribe/", "/reset/key/", "/confirm-email/")
_QUERY = re.compile(r"(\bhttps?://[^\s\"'<>?#]+)\?[^\s\"'<>]*")
_TOKEN = re.compile(r"\bscr_[A-Za-z0-9_-]+")
_BEARER = re.compile(r"\b(Bearer )[^\s\"']+")
_PERSON = re.compile(r"[^\s@<>\"'(),;=]+@[^\s@<>\"'(),;=]+\.[A-Za-z]{2,}")
# What Postgres quotes of rows.
_ROW = re.compile(r"\b(DETAIL|CONTEXT): .*", re.DOTALL)


def without_secret_paths(text: str) -> str:
    """Of an address that is a secret only what it is for is kept."""
    if not any(part in text for part in _MAYBE):
        return text
    return _SECRET_PATH.sub(lambda found: f"{found[1] or found[2]}<secret>", text)


def without_secrets(text: str) -> str:
    """For what leaves the house: no queries, tokens, addresses of people and quoted rows either."""
    text = without_secret_paths(_QUERY.sub(r"\1", text))
    text = _BEARER.sub(r"\1<token>", _TOKEN.sub("<token>", text))
    return _ROW.sub(r"\1: <left out>", _PERSON.sub("<address>", text))
