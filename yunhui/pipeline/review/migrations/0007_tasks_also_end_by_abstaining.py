
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('review', '0006_plans_pins_and_moves'),
    ]

    operations = [
        migrations.AlterField(
            model_name='assignmentmove',
            name='kind',
            field=models.CharField(choices=[('asked', 'Asked'), ('by_hand', 'Asked by hand'), ('replaces', 'Asked in a repair'), ('declined', 'Declined'), ('conflict', 'Stepped back: conflict of interest'), ('abstained', 'Abstained'), ('taken_back', 'Taken back'), ('moved_on', 'Taken back in a repair'), ('go_on', 'Goes on with fewer')], max_length=12),
        ),
    ]
