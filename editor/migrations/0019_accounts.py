from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("editor", "0018_open_grants")]

    operations = []
