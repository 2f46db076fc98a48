from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editor", "0018_open_grants")]

    operations = [
        migrations.AddField("mention", "untold_by", models.UUIDField(null=True)),
        migrations.AddIndex(
            "mention",
            models.Index(condition=models.Q(("untold_by__isnull", False)), fields=["document"], name="mention_untold"),
        ),
    ]
