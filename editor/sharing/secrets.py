"""Secrets in addresses that we hand out. They are made from the server's key whenever they are needed, so that whoever
may see one can see it again, while the database keeps only its digest."""

from base64 import urlsafe_b64encode

from django.utils.crypto import salted_hmac

from editor.accounts.tokens import digest_of
from editor.sharing.models import DocumentInvitation, ShareLink

_BYTES = 16


def link_secret(link: ShareLink) -> str:
    return _secret("editor.sharing.link", f"{link.document_id}:{link.edition}")


def invitation_secret(invitation: DocumentInvitation) -> str:
    return _secret("editor.sharing.invitation", f"{invitation.pk}")


def is_current(link: ShareLink) -> bool:
    """Whether the secret that we can make is the one that opens the link: not so after the server's key changed."""
    return digest_of(link_secret(link)) == link.digest


def _secret(purpose: str, name: str) -> str:
    """128 bits, in letters that an address can have."""
    made = salted_hmac(purpose, name, algorithm="sha256").digest()[:_BYTES]
    return urlsafe_b64encode(made).rstrip(b"=").decode()
