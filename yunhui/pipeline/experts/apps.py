from django.apps import AppConfig


class ExpertsConfig(AppConfig):
    name = "yunhui.pipeline.experts"
    label = "experts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are not loaded before.
        from yunhui.foundation.own.ports import register_holding  # noqa: PLC0415
        from yunhui.pipeline.experts.services import own_data  # noqa: PLC0415

        register_holding("experts", own_data())
