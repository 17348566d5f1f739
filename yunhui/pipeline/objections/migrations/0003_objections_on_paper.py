"""An objection may come in on paper, without an e-mail address, and its answer leave on paper."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0009_find_by_what_is_read"),
        ("calls", "0002_what_an_office_writes"),
        ("objections", "0002_proved_addresses_and_re_checks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="objection",
            name="channel",
            field=models.CharField(
                choices=[
                    ("online", "On the platform"),
                    ("letter", "By post"),
                    ("visit", "Handed in at the office"),
                    ("passed", "Passed on by another authority"),
                ],
                default="online",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="entered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="handed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="objection",
            name="handed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="handed_how",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="objection",
            name="postal",
            field=models.CharField(blank=True, max_length=400),
        ),
        migrations.AddField(
            model_name="objection",
            name="received_on",
            field=models.DateField(null=True),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel", "online"), ("received_on__isnull", False), _connector="OR"),
                name="public_objection_on_paper_has_day",
            ),
        ),
    ]
