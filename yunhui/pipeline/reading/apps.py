from django.apps import AppConfig


class ReadingConfig(AppConfig):
    name = "yunhui.pipeline.reading"
    label = "reading"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are not loaded before.
        from yunhui.foundation.notices.ports import register_letter  # noqa: PLC0415
        from yunhui.foundation.own.ports import register_holding  # noqa: PLC0415
        from yunhui.pipeline.reading.letters import LETTERS  # noqa: PLC0415
        from yunhui.pipeline.reading.services.owning import holding  # noqa: PLC0415
        from yunhui.pipeline.reading.web.parts import register_parts  # noqa: PLC0415

        register_parts()
        register_letter(*LETTERS)
        register_holding("reading", holding())
