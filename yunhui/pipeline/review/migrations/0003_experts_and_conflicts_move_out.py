"""The library and the conflicts become rooms of their own; their tables keep every row."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("review", "0002_tell_lists_the_scores")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.AlterModelTable("expert", "experts_expert"),
                migrations.AlterModelTable("conflict", "conflicts_conflict"),
            ]
        )
    ]
