"""Applications that were submitted under 0.1.0: its calls announced that experts and host areas read them, and that
the public timetable names the title. The ledger says where these consents come from."""

from django.db import migrations

_SIZE = 1_000


def carry_over(apps, schema_editor):
    Application = apps.get_model("applications", "Application")
    Consent = apps.get_model("consents", "Consent")
    rows = []
    submitted = Application.objects.filter(number__isnull=False).order_by("pk").values_list("pk", "submitted_at")
    for pk, submitted_at in submitted.iterator(chunk_size=_SIZE):
        for purpose, level in (("experts", ""), ("boards", ""), ("publication", "title")):
            fields = {"at": submitted_at} if submitted_at else {}
            rows.append(
                Consent(
                    application_id=pk,
                    purpose=purpose,
                    level=level,
                    is_given=True,
                    text_version=0,
                    source="carried_over",
                    by_label="system:migration",
                    **fields,
                )
            )
        if len(rows) >= _SIZE:
            Consent.objects.bulk_create(rows)
            rows = []
    Consent.objects.bulk_create(rows)


class Migration(migrations.Migration):

    dependencies = [
        ("consents", "0001_initial"),
    ]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
