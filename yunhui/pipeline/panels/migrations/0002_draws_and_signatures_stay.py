"""A draw and a signed undertaking are evidence: the database refuses to change or delete them, whoever asks."""

from django.db import migrations

_KEEP = """
CREATE FUNCTION panels_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% only takes new rows', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER panels_append_only BEFORE UPDATE OR DELETE ON panels_draw
    FOR EACH ROW EXECUTE FUNCTION panels_append_only();
CREATE TRIGGER panels_append_only BEFORE UPDATE OR DELETE ON panels_signin
    FOR EACH ROW EXECUTE FUNCTION panels_append_only();
"""
_LET_GO = """
DROP TRIGGER panels_append_only ON panels_signin;
DROP TRIGGER panels_append_only ON panels_draw;
DROP FUNCTION panels_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("panels", "0001_initial")]

    operations = [migrations.RunSQL(_KEEP, _LET_GO)]
