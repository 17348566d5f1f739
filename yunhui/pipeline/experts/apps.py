from django.apps import AppConfig


class ExpertsConfig(AppConfig):
    name = "yunhui.pipeline.experts"
    label = "experts"
    default_auto_field = "django.db.models.BigAutoField"
