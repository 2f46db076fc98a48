"""The first administrator, so that a fresh installation can be entered."""

from allauth.account.models import EmailAddress
from django.db import transaction

from editor.accounts.models import User


@transaction.atomic
def make_admin(email: str, password: str) -> bool:
    """Makes the administrator with this address; False: there is a user with it already, who stays as they are."""
    email = email.strip().lower()
    if User.objects.filter(email__iexact=email).exists():
        return False
    user = User.objects.create_superuser(email, password)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return True
