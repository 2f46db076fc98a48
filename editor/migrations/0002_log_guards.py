"""What the database itself promises about the log: it belongs to a log head, and its rows never change."""

from django.db import migrations

REFERENCES = """
ALTER TABLE {table} ADD CONSTRAINT {table}_log_head FOREIGN KEY (document_id)
    REFERENCES editor_loghead (document_id) DEFERRABLE INITIALLY DEFERRED
"""

REFUSE_CHANGES = """
CREATE FUNCTION editor_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % never change', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

NEVER_CHANGES = """
CREATE TRIGGER {table}_never_changes BEFORE UPDATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION editor_refuse_change()
"""

TABLES = ["editor_logentry", "editor_clientowner"]


class Migration(migrations.Migration):
    dependencies = [("editor", "0001_initial")]

    operations = [
        migrations.RunSQL(REFUSE_CHANGES, "DROP FUNCTION editor_refuse_change()"),
        *(
            migrations.RunSQL(
                REFERENCES.format(table=table), f"ALTER TABLE {table} DROP CONSTRAINT {table}_log_head"
            )
            for table in TABLES
        ),
        *(
            migrations.RunSQL(
                NEVER_CHANGES.format(table=table), f"DROP TRIGGER {table}_never_changes ON {table}"
            )
            for table in TABLES
        ),
    ]
