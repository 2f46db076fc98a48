"""The table of the shared cache (settings.CACHES), as `createcachetable` would make it."""

from django.db import migrations

CREATE = """
CREATE TABLE cache_entries (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX cache_entries_expires ON cache_entries (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("editor", "0002_log_guards")]
    operations = [migrations.RunSQL(CREATE, "DROP TABLE cache_entries")]
