from django.core.management import call_command
from django.db import migrations


def create_table(apps, schema_editor):
    """Django makes the table of a database cache by a command; here it comes with the others."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_initial")]
    operations = [migrations.RunPython(create_table, migrations.RunPython.noop)]
