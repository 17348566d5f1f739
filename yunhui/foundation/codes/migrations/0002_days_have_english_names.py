from django.db import migrations, models

# What the first release kept as the Chinese name was the English one of the package that knows the holidays.
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋",
    "Anti-Fascist 70th Day": "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日",
}


def name_in_both(apps, schema_editor):
    days = apps.get_model("codes", "CalendarDay").objects
    for english, chinese in NAMES.items():
        days.filter(name_zh=english).update(name_zh=chinese, name_en=english)


class Migration(migrations.Migration):

    dependencies = [
        ("codes", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="calendarday",
            name="name_en",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.RunPython(name_in_both, migrations.RunPython.noop),
    ]
