from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('editor', '0005_violations'),
    ]

    operations = [
        migrations.AddField(
            model_name='mediafile',
            name='unused_since',
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
