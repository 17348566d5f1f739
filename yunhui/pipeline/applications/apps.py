from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "yunhui.pipeline.applications"
    label = "applications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yunhui.pipeline.applications.stagekind import register_kinds  # noqa: PLC0415 - models are not loaded before

        register_kinds()
