"""The table itself came from the review, rows and all."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import yunhui.kernel.ids


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("parties", "0004_names_in_either_order"),
        ("review", "0003_experts_and_conflicts_move_out"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Expert",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=yunhui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("title_zh", models.CharField(blank=True, max_length=80)),
                        ("title_en", models.CharField(blank=True, max_length=80)),
                        (
                            "industries",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=24), default=list, size=None
                            ),
                        ),
                        (
                            "profile",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), default=list, size=None
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True)),
                        (
                            "person",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="expert",
                                to="parties.person",
                            ),
                        ),
                    ],
                ),
            ]
        )
    ]
