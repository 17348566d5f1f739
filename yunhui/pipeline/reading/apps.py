from django.apps import AppConfig


class ReadingConfig(AppConfig):
    name = "yunhui.pipeline.reading"
    label = "reading"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yunhui.pipeline.reading.web.parts import register_parts  # noqa: PLC0415 - models are not loaded before

        register_parts()
