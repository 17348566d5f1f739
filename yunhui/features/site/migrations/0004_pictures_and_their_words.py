
import django.db.models.deletion
import yunhui.kernel.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("site", "0003_sites_that_embed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="alt_en",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="article",
            name="alt_zh",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="article",
            name="credit_en",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="article",
            name="credit_zh",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="articleversion",
            name="alt_en",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="articleversion",
            name="alt_zh",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="articleversion",
            name="credit_en",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="articleversion",
            name="credit_zh",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("digest", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=4)),
                ("width", models.PositiveSmallIntegerField()),
                ("height", models.PositiveSmallIntegerField()),
                ("data", models.BinaryField()),
                ("small", models.BinaryField(null=True)),
                ("small_width", models.PositiveSmallIntegerField(default=0)),
                ("added_at", models.DateTimeField(default=yunhui.kernel.clock.now)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="article",
            name="picture",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="site.picture"
            ),
        ),
        migrations.AddField(
            model_name="articleversion",
            name="picture",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="site.picture"
            ),
        ),
        migrations.AddField(
            model_name="partner",
            name="logo",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="site.picture"
            ),
        ),
    ]
