"""Who may have an account. The rules are the same for passwords and for single sign-on."""

from django.conf import settings

from editor.accounts.models import Invitation
from editor.accounts.ports import invitations

# In the session of somebody who came by an invitation that was mailed: to whom.
INVITED_ADDRESS = "invited_address"


def may_sign_up(email: str) -> bool:
    """Whether an account may be made for an address of which somebody says, or has shown, that it is theirs."""
    if settings.SIGN_UP in {"open", "closed"}:
        return bool(settings.SIGN_UP == "open")
    return is_of_our_domains(email) or is_invited(email)


def is_of_our_domains(email: str) -> bool:
    domain = email.rpartition("@")[2].lower()
    return settings.SIGN_UP == "domains" and domain in {one.lower() for one in settings.SIGN_UP_DOMAINS}


def is_invited(email: str) -> bool:
    return Invitation.objects.filter(email__iexact=email).exists() or invitations().is_invited(email)
