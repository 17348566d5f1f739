"""A closed round takes one more sheet in the place of one that was set aside, and nothing else."""

import django.db.models.deletion
from django.db import migrations, models

_KEEP = """
CREATE OR REPLACE FUNCTION review_keep_sheet() RETURNS trigger LANGUAGE plpgsql AS $$
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
        SELECT 1 FROM review_assignment a JOIN review_round r ON r.stage_id = a.stage_id WHERE a.id = task%(sheet)s
    ) THEN
        RAISE EXCEPTION 'a closed round takes no score sheet' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION review_keep_task() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stage bigint;
BEGIN
    %(place)sIF TG_OP = 'UPDATE' THEN
        IF (NEW.state, NEW.total, NEW.locked_at, NEW.edition)
            IS NOT DISTINCT FROM (OLD.state, OLD.total, OLD.locked_at, OLD.edition) THEN
            RETURN NEW;
        END IF;
        IF (OLD.state, NEW.state) IN (('locked', 'set_aside'), ('set_aside', 'locked'))
            AND (NEW.total, NEW.locked_at, NEW.edition)
            IS NOT DISTINCT FROM (OLD.total, OLD.locked_at, OLD.edition) THEN
            RETURN NEW;
        END IF;
        IF OLD.state = 'set_aside' OR OLD.state = 'locked' AND NEW.edition = OLD.edition THEN
            RAISE EXCEPTION 'what a locked sheet gave never changes' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    IF TG_OP = 'DELETE' THEN
        stage := OLD.stage_id;
    ELSE
        stage := NEW.stage_id;
    END IF;
    IF %(task)sEXISTS (SELECT 1 FROM review_round r WHERE r.stage_id = stage) THEN
        RAISE EXCEPTION 'a closed round keeps its tasks' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
"""
# Whose place it is stands from the beginning: a sheet of the same project in the same stage, and set aside.
_PLACE = """IF TG_OP = 'UPDATE' AND NEW.in_place_of_id IS DISTINCT FROM OLD.in_place_of_id THEN
        RAISE EXCEPTION 'a task keeps its place' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'INSERT' AND NEW.in_place_of_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM review_assignment a WHERE a.id = NEW.in_place_of_id AND a.state = 'set_aside'
            AND a.stage_id = NEW.stage_id AND a.application_id = NEW.application_id
    ) THEN
        RAISE EXCEPTION 'no place is open there' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    """
_NOW = {
    "sheet": "\n            AND a.in_place_of_id IS NULL",
    "place": _PLACE,
    "task": "(TG_OP = 'DELETE' OR NEW.in_place_of_id IS NULL)\n        AND ",
}
_BEFORE = {"sheet": "", "place": "", "task": ""}


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0009_find_by_what_is_read"),
        ("calls", "0002_what_an_office_writes"),
        ("experts", "0003_fill_what_was_known"),
        ("review", "0009_titles_can_be_masked"),
    ]

    operations = [
        migrations.AddField(
            "assignment",
            "in_place_of",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replacements",
                to="review.assignment",
            ),
        ),
        migrations.AddConstraint(
            "assignment",
            models.UniqueConstraint(
                condition=models.Q(("state__in", ("open", "locked", "set_aside"))),
                fields=("in_place_of",),
                name="assignment_replaced_once",
            ),
        ),
        migrations.RunSQL(_KEEP % _NOW, _KEEP % _BEFORE),
    ]
