from django.apps import AppConfig


class CodesConfig(AppConfig):
    name = "yunhui.foundation.codes"
    label = "codes"
    default_auto_field = "django.db.models.BigAutoField"
