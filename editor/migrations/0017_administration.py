from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("editor", "0016_notifications")]
    operations = [
        # Old replicas leave it null; their rows are written again by the next attempt.
        migrations.RunSQL(
            "ALTER TABLE rate_counts ADD COLUMN ends_at timestamptz",
            "ALTER TABLE rate_counts DROP COLUMN ends_at",
        ),
    ]
