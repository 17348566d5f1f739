"""The discussion of a project, which only takes new rows, and an expert's own comparisons."""

import django.db.models.deletion
import django.db.models.functions.comparison
import yunhui.kernel.clock
import yunhui.kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0008_keeps_what_was_told_before'),
        ('calls', '0002_what_an_office_writes'),
        ('experts', '0001_initial'),
        ('review', '0007_tasks_also_end_by_abstaining'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Comparison',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_even', models.BooleanField(default=False)),
                ('at', models.DateTimeField(default=yunhui.kernel.clock.now)),
                ('above', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='applications.application')),
                ('below', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='applications.application')),
                ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comparisons', to='experts.expert')),
                ('stage', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='calls.stage')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('expert'), models.F('stage'), django.db.models.functions.comparison.Least('above', 'below'), django.db.models.functions.comparison.Greatest('above', 'below'), name='comparison_once')],
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.UUIDField(default=yunhui.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField()),
                ('at', models.DateTimeField(default=yunhui.kernel.clock.now)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='applications.application')),
                ('assignment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='review.assignment')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stage', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='calls.stage')),
            ],
            options={
                'indexes': [models.Index(fields=['stage', 'application', 'at'], name='remark_by_application')],
            },
        ),
        migrations.RunSQL(
            """
            CREATE TRIGGER review_append_only BEFORE UPDATE OR DELETE ON review_remark
                FOR EACH ROW EXECUTE FUNCTION review_append_only();
            """,
            "DROP TRIGGER review_append_only ON review_remark",
        ),
    ]
