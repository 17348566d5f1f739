"""The table itself came from the review, rows and all."""

import django.db.models.deletion
from django.db import migrations, models

import yunhui.kernel.clock


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("applications", "0007_lists_know_answers_and_scores"),
        ("experts", "0001_initial"),
        ("review", "0003_experts_and_conflicts_move_out"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Conflict",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("declared", "Declared by the expert"),
                                    ("organisation", "Same organisation"),
                                    ("domain", "Same e-mail domain"),
                                    ("person", "The same person"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200)),
                        ("at", models.DateTimeField(default=yunhui.kernel.clock.now)),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conflicts",
                                to="applications.application",
                            ),
                        ),
                        (
                            "expert",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conflicts",
                                to="experts.expert",
                            ),
                        ),
                    ],
                ),
                migrations.AddConstraint(
                    model_name="conflict",
                    constraint=models.UniqueConstraint(
                        fields=("expert", "application", "source"), name="conflict_once"
                    ),
                ),
            ]
        )
    ]
