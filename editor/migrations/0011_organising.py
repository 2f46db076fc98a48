import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("editor", "0010_library"),
    ]

    operations = [
        migrations.CreateModel(
            name="CopiedDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="Copying",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("duplicate", "Duplicate"), ("template", "Template"), ("start", "Start")],
                        max_length=10,
                    ),
                ),
                ("with_below", models.BooleanField(default=False)),
                ("total", models.IntegerField(default=1)),
                ("problem", models.CharField(blank=True, default="", max_length=300)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="DocumentLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
        ),
        migrations.AddField(
            model_name="document",
            name="cover_position",
            field=models.PositiveSmallIntegerField(db_default=50, default=50, editable=False),
        ),
        migrations.AddField(
            model_name="document",
            name="removed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("removed_at__isnull", False)), fields=["removed_at"], name="document_removed"
            ),
        ),
        migrations.AddField(
            model_name="copieddocument",
            name="copy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="editor.document"
            ),
        ),
        migrations.AddField(
            model_name="copying",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="editor.document"
            ),
        ),
        migrations.AddField(
            model_name="copying",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="copieddocument",
            name="copying",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="copied", to="editor.copying"
            ),
        ),
        migrations.AddField(
            model_name="documentlink",
            name="source",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="links", to="editor.document"
            ),
        ),
        migrations.AddField(
            model_name="documentlink",
            name="target",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="linked_by", to="editor.document"
            ),
        ),
        migrations.AddIndex(
            model_name="copying",
            index=models.Index(fields=["created_at"], name="copying_created"),
        ),
        migrations.AddConstraint(
            model_name="copieddocument",
            constraint=models.UniqueConstraint(fields=("copying", "source"), name="copied_once"),
        ),
        migrations.AddConstraint(
            model_name="documentlink",
            constraint=models.UniqueConstraint(fields=("source", "target"), name="document_link_once"),
        ),
    ]
