"""The table that `editor/accounts/rate_limit.py` counts in: a row for each person and kind, used again and again."""

from django.db import migrations

CREATE = """
CREATE TABLE rate_counts (
    user_id uuid NOT NULL,
    what varchar(40) NOT NULL,
    period bigint NOT NULL,
    taken integer NOT NULL,
    PRIMARY KEY (user_id, what)
)
"""


class Migration(migrations.Migration):
    dependencies = [("editor", "0006_file_unused_since")]
    operations = [migrations.RunSQL(CREATE, "DROP TABLE rate_counts")]
