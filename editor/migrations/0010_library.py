import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

_ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def _user(name: str) -> models.Field:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name=name, to=settings.AUTH_USER_MODEL
    )


def _document() -> models.Field:
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="editor.document")


class Migration(migrations.Migration):
    dependencies = [("editor", "0009_grants")]
    operations = [
        migrations.CreateModel(
            name="Favourite",
            fields=[
                _ID,
                ("position", models.IntegerField(default=0)),
                ("document", _document()),
                ("user", _user("favourites")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "document"), name="favourite_once")],
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                _ID,
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("document", _document()),
                ("user", _user("+")),
            ],
            options={
                "indexes": [models.Index(fields=["user", "-opened_at"], name="opening_recent")],
                "constraints": [models.UniqueConstraint(fields=("user", "document"), name="opening_once")],
            },
        ),
    ]
