"""Deliberations are never changed or deleted: the database refuses it."""

from django.db import migrations

TABLES = ("decisions_deliberation", "decisions_discussed", "decisions_participant")
FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is never changed or deleted; record a newer one', TG_TABLE_NAME USING ERRCODE = '23001';
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("decisions", "0003_carry_over_decided_ties")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION IF EXISTS refuse_change()"),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
                f"DROP TRIGGER IF EXISTS {table}_stays ON {table}",
            )
            for table in TABLES
        ),
    ]
