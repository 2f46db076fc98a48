"""Closes what the tests of this folder leave open: connections to the store."""

from collections.abc import Iterator

import pytest

from editor.media import storage
from tests.media.uploads import http


@pytest.fixture(scope="session", autouse=True)
def _close_connections() -> Iterator[None]:
    yield
    http.clear()
    storage.client().close()
