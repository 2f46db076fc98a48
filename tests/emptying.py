"""How a test that commits leaves the database: without a row but what migrations made."""

from django.db import connection

# Django would empty every table there is, and make all permissions again. What refuses to be deleted from is
# truncated, and so is what checks its references at once.
_EMPTY = """
DO $$
DECLARE
    name regclass;
    is_truncated boolean;
    is_filled boolean;
BEGIN
    FOR name, is_truncated IN
        SELECT oid, relname LIKE 'procrastinate%' OR EXISTS (
            SELECT FROM pg_trigger WHERE tgrelid = pg_class.oid AND NOT tgisinternal AND tgtype & 8 <> 0
        ) AS truncated
        FROM pg_class
        WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
            AND relname NOT IN ('django_migrations', 'django_content_type', 'auth_permission')
        ORDER BY truncated DESC
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', name) INTO is_filled;
        IF is_filled THEN
            EXECUTE format(CASE WHEN is_truncated THEN 'TRUNCATE %s CASCADE' ELSE 'DELETE FROM %s' END, name);
        END IF;
    END LOOP;
END
$$
"""


def empty_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_EMPTY)
