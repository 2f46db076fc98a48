import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editor", "0014_search")]
    operations = [
        migrations.AddField("user", "picture", models.UUIDField(editable=False, null=True)),
        migrations.AddField("user", "language", models.CharField(blank=True, db_default="", default="", max_length=10)),
        migrations.AddField("user", "time_zone", models.CharField(blank=True, db_default="", default="", max_length=64)),
        migrations.CreateModel(
            name="UserSession",
            fields=[
                (
                    "session_key",
                    models.CharField(editable=False, max_length=40, primary_key=True, serialize=False),
                ),
                ("address", models.GenericIPAddressField(editable=False, null=True)),
                ("user_agent", models.CharField(blank=True, editable=False, max_length=300)),
                ("began_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
    ]
