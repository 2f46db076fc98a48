import pytest

from editor.accounts.models import User
from editor.documents.models import Document, Role
from tests.people import make_document, make_user


@pytest.fixture
def ada() -> User:
    return make_user("Ada")


@pytest.fixture
def ben() -> User:
    return make_user("Ben")


@pytest.fixture
def plan(ada: User, ben: User) -> Document:
    """Ada's, and Ben may read it."""
    return make_document(ada, "Plan", ben=(ben, Role.VIEWER))
