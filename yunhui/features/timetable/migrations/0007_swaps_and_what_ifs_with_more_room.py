from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("timetable", "0006_remembers_the_hour_before"),
    ]

    operations = [
        migrations.AddField(
            model_name="timetable",
            name="more",
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name="change",
            name="kind",
            field=models.CharField(
                choices=[
                    ("move", "Moved"),
                    ("swap", "Swapped"),
                    ("park", "Put aside"),
                    ("pin", "Pinned"),
                    ("unpin", "No longer pinned"),
                    ("lock", "Locked"),
                    ("unlock", "Unlocked"),
                    ("undo", "Taken back"),
                ],
                max_length=12,
            ),
        ),
    ]
