"""Fill the search column of what was submitted before there was one."""

from django.db import migrations

from yunhui.kernel import searching


def keep_words(apps, schema_editor):
    rows = apps.get_model("applications", "Application").objects
    batch = []
    wanted = rows.exclude(number=None).only("number", "title", "title_en", "speaker", "answers")
    for row in wanted.iterator(chunk_size=1000):
        texts = (row.title, row.title_en, row.speaker, str(row.answers.get("employer") or "")[:300])
        words = set().union(*map(searching.words_of, texts), searching.sounds_of(row.speaker))
        words |= {str(row.number), f"{row.number:04d}"}
        if email := str(row.answers.get("email") or ""):
            words.add(searching.address_word(email))
        row.search = searching.vector(words)
        batch.append(row)
        if len(batch) == 1000:
            rows.bulk_update(batch, ["search"])
            batch = []
    rows.bulk_update(batch, ["search"])


class Migration(migrations.Migration):
    dependencies = [("applications", "0003_words_keepers_and_notes")]

    operations = [migrations.RunPython(keep_words, migrations.RunPython.noop, elidable=True)]
