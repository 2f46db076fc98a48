"""The migrations, the models and the database say the same."""

from importlib import import_module

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_what_gives_a_right_stands_whole_in_two_migrations() -> None:
    grants = import_module("editor.migrations.0009_grants").GRANTS
    any_grants = import_module("editor.migrations.0018_open_grants").ANY_GRANTS.format(open="open")
    with connection.cursor() as cursor:
        present = definitions(cursor, "editor_any_grant", "editor_grant")
        cursor.execute("DROP VIEW editor_grant, editor_any_grant")
        cursor.execute(any_grants)
        cursor.execute(grants)
        assert definitions(cursor, "editor_any_grant", "editor_grant") == present


def definitions(cursor: CursorWrapper, *views: str) -> list[str]:
    cursor.execute("SELECT pg_get_viewdef(view::regclass) FROM unnest(%s::text[]) view", [[*views]])
    return [definition for (definition,) in cursor.fetchall()]
