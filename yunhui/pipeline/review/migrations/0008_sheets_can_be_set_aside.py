"""A locked sheet counts no more once its expert's conflict of interest is confirmed; what it gave still never changes."""

from django.db import migrations, models

_KEEP_TASK = """
CREATE OR REPLACE FUNCTION review_keep_task() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stage bigint;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.state, NEW.total, NEW.locked_at, NEW.edition)
            IS NOT DISTINCT FROM (OLD.state, OLD.total, OLD.locked_at, OLD.edition) THEN
            RETURN NEW;
        END IF;
        %s
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
"""
# Setting aside is open after the round too: a conflict may come to light later.
_NOW = """
        IF (OLD.state, NEW.state) IN (('locked', 'set_aside'), ('set_aside', 'locked'))
            AND (NEW.total, NEW.locked_at, NEW.edition)
            IS NOT DISTINCT FROM (OLD.total, OLD.locked_at, OLD.edition) THEN
            RETURN NEW;
        END IF;
        IF OLD.state = 'set_aside' OR OLD.state = 'locked' AND NEW.edition = OLD.edition THEN
            RAISE EXCEPTION 'what a locked sheet gave never changes' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
"""
_BEFORE = """
        IF OLD.state = 'locked' AND NEW.edition = OLD.edition THEN
            RAISE EXCEPTION 'what a locked sheet gave never changes' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
"""
_STATES = [
    ("open", "To score"),
    ("locked", "Scored"),
    ("abstained", "Abstained"),
    ("recused", "Recused"),
    ("declined", "Declined"),
    ("taken_back", "Taken back"),
    ("missed", "Not scored in time"),
    ("set_aside", "Set aside: conflict of interest confirmed"),
]


class Migration(migrations.Migration):
    dependencies = [("review", "0007_experts_discuss_and_compare")]

    operations = [
        migrations.AlterField(
            "assignment", "state", models.CharField(choices=_STATES, default="open", max_length=12)
        ),
        migrations.AddField("assignment", "set_aside_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "assignment",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("locked_at__isnull", False),
                        ("set_aside_at__isnull", False),
                        ("state", "set_aside"),
                        ("total__isnull", False),
                    ),
                    models.Q(models.Q(("state", "set_aside"), _negated=True), ("set_aside_at__isnull", True)),
                    _connector="OR",
                ),
                name="set_aside_assignment_has_time",
            ),
        ),
        migrations.RunSQL(_KEEP_TASK % _NOW, _KEEP_TASK % _BEFORE),
    ]
