from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editor", "0019_accounts")]

    operations = [
        migrations.AddField(
            "user", "renewal", models.CharField(blank=True, db_default="", default="", editable=False, max_length=160)
        ),
    ]
