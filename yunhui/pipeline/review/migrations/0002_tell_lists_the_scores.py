"""Write the score sheets that are there into the lists' rows."""

from django.db import migrations

_SHEETS = """
    UPDATE applications_standing SET sheets_locked = found.locked, sheets_wanted = found.wanted, mean = found.mean
    FROM (
        SELECT application_id, count(*) AS wanted, count(*) FILTER (WHERE state = 'locked') AS locked,
               avg(total) FILTER (WHERE state = 'locked') AS mean
        FROM review_assignment WHERE state IN ('open', 'locked')
        GROUP BY application_id
    ) found
    WHERE found.application_id = applications_standing.application_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0001_initial"),
        ("applications", "0007_lists_know_answers_and_scores"),
    ]

    operations = [migrations.RunSQL(_SHEETS, migrations.RunSQL.noop, elidable=True)]
