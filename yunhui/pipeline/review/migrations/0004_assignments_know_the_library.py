import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0003_experts_and_conflicts_move_out"),
        ("experts", "0001_initial"),
        ("conflicts", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    "assignment",
                    "expert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="experts.expert"
                    ),
                ),
                migrations.DeleteModel("conflict"),
                migrations.DeleteModel("expert"),
            ]
        )
    ]
