"""Plans of the assignment, what is fixed by hand, and a history that only takes new rows."""

import django.db.models.deletion
import yunhui.kernel.clock
import yunhui.kernel.ids
from django.conf import settings
from django.db import migrations, models


_KEEP = """
CREATE TRIGGER review_append_only BEFORE UPDATE OR DELETE ON review_assignmentmove
    FOR EACH ROW EXECUTE FUNCTION review_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0008_keeps_what_was_told_before"),
        ("calls", "0002_what_an_office_writes"),
        ("experts", "0003_fill_what_was_known"),
        ("review", "0005_rounds_close_and_sheets_stand"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="assignment",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "To score"),
                    ("locked", "Scored"),
                    ("abstained", "Abstained"),
                    ("recused", "Recused"),
                    ("declined", "Declined"),
                    ("taken_back", "Taken back"),
                    ("missed", "Not scored in time"),
                ],
                default="open",
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="AssignmentPlan",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=yunhui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("whole", "Assignment"), ("repair", "Repair")], default="whole", max_length=8
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("fair", "Best fit, the worst-served first"),
                            ("random", "By lot"),
                            ("given", "From a list"),
                        ],
                        default="fair",
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Drawn up"), ("standing", "Stands"), ("discarded", "Discarded")],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("seed", models.BigIntegerField(null=True)),
                ("settings", models.JSONField(default=dict)),
                ("pairs", models.JSONField(default=list)),
                ("removed", models.JSONField(default=list)),
                ("shortages", models.JSONField(default=list)),
                ("figures", models.JSONField(default=dict)),
                ("basis", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField(default=yunhui.kernel.clock.now)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assignment_plans", to="calls.stage"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AssignmentMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("by_hand", "Asked by hand"),
                            ("replaces", "Asked in a repair"),
                            ("declined", "Declined"),
                            ("conflict", "Stepped back: conflict of interest"),
                            ("taken_back", "Taken back"),
                            ("moved_on", "Taken back in a repair"),
                            ("go_on", "Goes on with fewer"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=400)),
                ("at", models.DateTimeField(default=yunhui.kernel.clock.now)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignment_moves",
                        to="applications.application",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "expert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignment_moves",
                        to="experts.expert",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assignment_moves", to="calls.stage"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="review.assignmentplan",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AssignmentPin",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=yunhui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("must", "Must judge it"), ("must_not", "Must not judge it")], max_length=8
                    ),
                ),
                ("reason", models.CharField(max_length=400)),
                ("at", models.DateTimeField(default=yunhui.kernel.clock.now)),
                ("lifted_at", models.DateTimeField(null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignment_pins",
                        to="applications.application",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "expert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assignment_pins", to="experts.expert"
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assignment_pins", to="calls.stage"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at__isnull", True)),
                        fields=("stage", "application", "expert"),
                        name="assignment_pin_once",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="assignmentplan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")), fields=("stage",), name="assignment_plan_one_draft"
            ),
        ),
        migrations.AddIndex(
            model_name="assignmentmove",
            index=models.Index(fields=["stage", "-at"], name="assignment_move_by_stage"),
        ),
        migrations.AddIndex(
            model_name="assignmentmove",
            index=models.Index(fields=["application", "-at"], name="assignment_move_by_project"),
        ),
        migrations.RunSQL(_KEEP, "DROP TRIGGER review_append_only ON review_assignmentmove"),
    ]
