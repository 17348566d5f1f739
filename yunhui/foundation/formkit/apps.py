from django.apps import AppConfig


class FormkitConfig(AppConfig):
    name = "yunhui.foundation.formkit"
    label = "formkit"
    default_auto_field = "django.db.models.BigAutoField"
