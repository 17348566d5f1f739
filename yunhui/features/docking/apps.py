from django.apps import AppConfig


class DockingConfig(AppConfig):
    name = "yunhui.features.docking"
    label = "docking"
    default_auto_field = "django.db.models.BigAutoField"
