"""Write the answers that are there into the lists' rows."""

from django.db import migrations

_ANSWERS = """
    UPDATE applications_standing SET answers = found.answers, interests = found.interests
    FROM (
        SELECT o.application_id, array_agg(o.state ORDER BY b.sort, o.id) AS answers,
               count(*) FILTER (WHERE o.state = 'interested') AS interests
        FROM docking_offer o JOIN parties_board b ON b.id = o.board_id
        GROUP BY o.application_id
    ) found
    WHERE found.application_id = applications_standing.application_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("docking", "0003_names_more_reminders"),
        ("applications", "0007_lists_know_answers_and_scores"),
    ]

    operations = [migrations.RunSQL(_ANSWERS, migrations.RunSQL.noop, elidable=True)]
