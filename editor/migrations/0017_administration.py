import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editor", "0016_notifications")]
    operations = [
        # Old replicas leave it null; their rows are written again by the next attempt.
        migrations.RunSQL(
            "ALTER TABLE rate_counts ADD COLUMN ends_at timestamptz",
            "ALTER TABLE rate_counts DROP COLUMN ends_at",
        ),
        migrations.CreateModel(
            name='ActiveDay',
            fields=[
                ('pk', models.CompositePrimaryKey('day', 'reader_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('reader_id', models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name='Replica',
            fields=[
                ('id', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('host', models.CharField(max_length=120)),
                ('started_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('seen_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name='SizesOfDay',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('documents', models.BigIntegerField()),
                ('text', models.BigIntegerField()),
                ('log', models.BigIntegerField()),
                ('snapshots', models.BigIntegerField()),
                ('files', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('pk', models.CompositePrimaryKey('hour', 'what', blank=True, editable=False, primary_key=True, serialize=False)),
                ('hour', models.DateTimeField()),
                ('what', models.CharField(max_length=40)),
                ('count', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='JobFailure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('job_id', models.BigIntegerField()),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('error', models.TextField()),
            ],
            options={
                'indexes': [models.Index(fields=['job_id', '-at'], name='job_failure_job')],
            },
        ),
        migrations.CreateModel(
            name='LiveSession',
            fields=[
                ('connection', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('reader_id', models.UUIDField(db_index=True)),
                ('kind', models.CharField(choices=[('session', 'Browser'), ('token', 'Token'), ('visitor', 'Visitor')], max_length=10)),
                ('role', models.PositiveSmallIntegerField(choices=[(10, 'Can view'), (20, 'Can comment'), (30, 'Can edit'), (40, 'Owner')])),
                ('session_key', models.CharField(blank=True, max_length=40)),
                ('since', models.DateTimeField()),
                ('asked_to_close_at', models.DateTimeField(null=True)),
                ('document', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='live_sessions', to='editor.document')),
                ('replica', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='editor.replica')),
            ],
            options={
                'verbose_name': 'live session',
            },
        ),
        migrations.CreateModel(
            name='DocumentSize',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('text', models.BigIntegerField()),
                ('log', models.BigIntegerField()),
                ('snapshots', models.BigIntegerField()),
                ('files', models.BigIntegerField()),
                ('document', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='sizes', to='editor.document')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('document', 'day'), name='document_size_once')],
            },
        ),
        migrations.CreateModel(
            name='Upkeep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('verify', 'Verify the log'), ('compact', 'Compact')], max_length=10)),
                ('asked_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('finished_at', models.DateTimeField(null=True)),
                ('is_fine', models.BooleanField(null=True)),
                ('outcome', models.TextField(blank=True, db_default='', default='')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='upkeep', to='editor.document')),
            ],
            options={
                'indexes': [models.Index(fields=['document', '-asked_at'], name='upkeep_document')],
            },
        ),
    ]
