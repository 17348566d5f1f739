from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    name = "yunhui.pipeline.consents"
    label = "consents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yunhui.pipeline.consents.web.parts import register_parts  # noqa: PLC0415 - models are not loaded before

        register_parts()
