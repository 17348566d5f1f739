from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("timetable", "0007_swaps_and_what_ifs_with_more_room"),
    ]

    operations = [
        migrations.AlterField(
            model_name="confirmation",
            name="part",
            field=models.CharField(
                choices=[
                    ("speaker", "Speaker"),
                    ("defender", "Answers questions"),
                    ("chair", "Chair"),
                    ("judge", "Judge"),
                    ("area", "Host area"),
                ],
                max_length=12,
            ),
        ),
    ]
