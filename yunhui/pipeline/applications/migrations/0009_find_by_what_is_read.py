"""Weigh the words of the search column, so that nobody finds by a name that they do not read."""

from django.db import migrations

from yunhui.kernel import searching


def weigh_words(apps, schema_editor):
    rows = apps.get_model("applications", "Application").objects
    batch = []
    wanted = rows.exclude(number=None).only("number", "title", "title_en", "speaker", "answers")
    for row in wanted.iterator(chunk_size=1000):
        words = searching.words_of(row.title) | searching.words_of(row.title_en)
        words |= {str(row.number), f"{row.number:04d}"}
        kept = searching.words_of(str(row.answers.get("employer") or "")[:300])
        if email := str(row.answers.get("email") or ""):
            kept.add(searching.address_word(email))
        names = searching.words_of(row.speaker) | searching.sounds_of(row.speaker)
        row.search = searching.vector(words, {"A": names, "B": kept})
        batch.append(row)
        if len(batch) == 1000:
            rows.bulk_update(batch, ["search"])
            batch = []
    rows.bulk_update(batch, ["search"])


class Migration(migrations.Migration):
    dependencies = [("applications", "0008_keeps_what_was_told_before")]

    operations = [migrations.RunPython(weigh_words, migrations.RunPython.noop, elidable=True)]
