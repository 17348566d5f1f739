"""What is public on the day of the upgrade was announced: its calendars count on from the number that they have had."""

from uuid import uuid5

from django.db import migrations


def announce(apps, schema_editor):
    Timetable, Slot, Announced = (apps.get_model("timetable", name) for name in ("Timetable", "Slot", "Announced"))
    for timetable in Timetable.objects.filter(state="published"):
        at = timetable.published_at or timetable.made_at
        Announced.objects.bulk_create(
            [
                Announced(
                    call_id=timetable.call_id,
                    uid=uuid5(timetable.call_id, str(slot.application_id or slot.board_id or slot.kind)),
                    kind=slot.kind,
                    application_id=slot.application_id,
                    board_id=slot.board_id,
                    room_id=slot.room_id,
                    starts_at=slot.starts_at,
                    ends_at=slot.ends_at,
                    # Until this release SEQUENCE was the number of the version.
                    sequence=timetable.number,
                    changed_in=timetable,
                    changed_at=at,
                )
                for slot in Slot.objects.filter(timetable=timetable).order_by("pk")
            ],
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):
    dependencies = [("timetable", "0002_keeps_what_was_announced")]

    operations = [migrations.RunPython(announce, migrations.RunPython.noop)]
