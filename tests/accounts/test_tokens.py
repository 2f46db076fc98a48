"""Bearer tokens."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from editor.accounts.models import Token
from editor.accounts.tokens import find_bearer, issue_token
from tests.people import make_user

pytestmark = pytest.mark.django_db


def test_a_secret_stands_for_its_user_and_is_not_kept() -> None:
    ada = make_user()
    secret = issue_token(ada, "backup")
    assert find_bearer(secret) == ada
    assert secret not in {value for row in Token.objects.values_list() for value in row}


@pytest.mark.parametrize("secret", ["", "scr_", "scr_something", "another"])
def test_what_is_no_secret_stands_for_nobody(secret: str) -> None:
    issue_token(make_user(), "backup")
    assert find_bearer(secret) is None


def test_a_token_ends_with_its_time_and_with_its_user() -> None:
    ada, ben = make_user("Ada"), make_user("Ben", is_active=False)
    assert find_bearer(issue_token(ada, "old", timezone.now() - timedelta(seconds=1))) is None
    assert find_bearer(issue_token(ada, "young", timezone.now() + timedelta(hours=1))) == ada
    assert find_bearer(issue_token(ben, "inactive")) is None


def test_the_command_shows_a_secret_that_works() -> None:
    ada, out = make_user(), StringIO()
    call_command("issue_token", ada.email.upper(), "script", "--days", "30", stdout=out)
    assert find_bearer(out.getvalue().strip()) == ada
    with pytest.raises(CommandError, match="no active user"):
        call_command("issue_token", "nobody@example.org", "script")
