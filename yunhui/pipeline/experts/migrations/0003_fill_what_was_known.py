"""Experts of earlier releases: their state, the organisation of their person, and the words that find them."""

from django.db import migrations

from yunhui.kernel import searching


def fill(apps, schema_editor):
    Expert = apps.get_model("experts", "Expert")
    Affiliation = apps.get_model("experts", "Affiliation")
    Expert.objects.filter(is_active=False).update(state="left")
    for row in Expert.objects.select_related("person__organisation", "person__user").order_by("pk").iterator():
        person, unit = row.person, row.person.organisation
        names = [name for name in (unit.name_zh, unit.name_en) if name] if unit else []
        if unit:
            Affiliation.objects.create(expert=row, organisation=unit, name=names[0], kind="employed")
        row.zone = person.user.zone if person.user else row.zone
        row.languages = row.languages or ["en" if person.user and person.user.language == "en" else "zh"]
        texts = (person.name, person.name_latin, row.title_zh, row.title_en, *names)
        words = set().union(*map(searching.words_of, texts), searching.sounds_of(person.name))
        if person.email:
            words.add(searching.address_word(person.email))
        row.search = searching.vector(words)
        row.save(update_fields=["zone", "languages", "search"])


class Migration(migrations.Migration):
    dependencies = [("experts", "0002_library_with_states_and_pasts")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
