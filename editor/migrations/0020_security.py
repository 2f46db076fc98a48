from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("editor", "0019_accounts")]

    operations = []
