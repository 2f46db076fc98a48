"""What Python and the database both must know about words."""

import re

import pytest
from django.db import connection

from editor.search.words import UNSPACED


@pytest.mark.django_db
@pytest.mark.parametrize("function", ["editor_search_pairs", "editor_search_spaced", "editor_search_unspaced"])
def test_the_database_takes_the_same_letters_for_written_without_spaces(function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef(%s::regproc)", [function])
        [definition] = cursor.fetchone()
    sets = re.findall(r"\[\^?([^\]]+)\]", definition.replace(r"\\", "\\"))
    assert {letters.encode().decode("unicode_escape") for letters in sets} == {UNSPACED}
