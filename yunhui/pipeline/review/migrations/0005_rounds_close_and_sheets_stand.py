"""Rounds, and sheets that can be opened again; the database itself keeps what is locked from changing."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import yunhui.kernel.clock

_GUARDS = """
CREATE FUNCTION review_keep_sheet() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    task uuid;
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.is_locked THEN
        RAISE EXCEPTION 'a locked score sheet never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        task := OLD.assignment_id;
    ELSE
        task := NEW.assignment_id;
    END IF;
    IF EXISTS (
        SELECT 1 FROM review_assignment a JOIN review_round r ON r.stage_id = a.stage_id WHERE a.id = task
    ) THEN
        RAISE EXCEPTION 'a closed round takes no score sheet' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER review_keep_sheet BEFORE INSERT OR UPDATE OR DELETE ON review_scoresheet
    FOR EACH ROW EXECUTE FUNCTION review_keep_sheet();

CREATE FUNCTION review_keep_task() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stage bigint;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.state, NEW.total, NEW.locked_at, NEW.edition)
            IS NOT DISTINCT FROM (OLD.state, OLD.total, OLD.locked_at, OLD.edition) THEN
            RETURN NEW;
        END IF;
        IF OLD.state = 'locked' AND NEW.edition = OLD.edition THEN
            RAISE EXCEPTION 'what a locked sheet gave never changes' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    IF TG_OP = 'DELETE' THEN
        stage := OLD.stage_id;
    ELSE
        stage := NEW.stage_id;
    END IF;
    IF EXISTS (SELECT 1 FROM review_round r WHERE r.stage_id = stage) THEN
        RAISE EXCEPTION 'a closed round keeps its tasks' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER review_keep_task BEFORE INSERT OR UPDATE OR DELETE ON review_assignment
    FOR EACH ROW EXECUTE FUNCTION review_keep_task();

CREATE FUNCTION review_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% only takes new rows', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER review_append_only BEFORE UPDATE OR DELETE ON review_round
    FOR EACH ROW EXECUTE FUNCTION review_append_only();
CREATE TRIGGER review_append_only BEFORE UPDATE OR DELETE ON review_reopening
    FOR EACH ROW EXECUTE FUNCTION review_append_only();
"""
_WITHOUT = """
DROP TRIGGER review_append_only ON review_reopening;
DROP TRIGGER review_append_only ON review_round;
DROP FUNCTION review_append_only();
DROP TRIGGER review_keep_task ON review_assignment;
DROP FUNCTION review_keep_task();
DROP TRIGGER review_keep_sheet ON review_scoresheet;
DROP FUNCTION review_keep_sheet();
"""
_STATES = [
    ("open", "To score"),
    ("locked", "Scored"),
    ("abstained", "Abstained"),
    ("recused", "Recused"),
    ("missed", "Not scored in time"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0004_assignments_know_the_library"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            "assignment", "state", models.CharField(choices=_STATES, default="open", max_length=12)
        ),
        migrations.AddField("assignment", "edition", models.PositiveIntegerField(default=1)),
        migrations.AddField("scoresheet", "edition", models.PositiveIntegerField(default=1)),
        migrations.AddField("scoresheet", "revisions", models.JSONField(default=dict)),
        migrations.AddField("scoresheet", "others", models.JSONField(default=dict)),
        migrations.RemoveConstraint("scoresheet", "sheet_locked_once"),
        migrations.AddConstraint(
            "scoresheet",
            models.UniqueConstraint(
                condition=models.Q(("is_locked", True)), fields=("assignment", "edition"), name="sheet_locked_once"
            ),
        ),
        migrations.AddIndex(
            "scoresheet",
            models.Index(condition=models.Q(("is_locked", True)), fields=["receipt"], name="sheet_by_receipt"),
        ),
        migrations.CreateModel(
            "Reopening",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("edition", models.PositiveIntegerField()),
                ("reason", models.CharField(max_length=400)),
                ("at", models.DateTimeField(default=yunhui.kernel.clock.now)),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reopenings", to="review.assignment"
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
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("assignment", "edition"), name="reopening_once")]
            },
        ),
        migrations.CreateModel(
            "Round",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("closed_at", models.DateTimeField(default=yunhui.kernel.clock.now)),
                ("sheets", models.PositiveIntegerField()),
                ("missed", models.PositiveIntegerField(default=0)),
                ("reason", models.CharField(blank=True, max_length=400)),
                ("digest", models.CharField(max_length=80)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stage",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="review_round", to="calls.stage"
                    ),
                ),
            ],
        ),
        migrations.RunSQL(_GUARDS, _WITHOUT),
    ]
