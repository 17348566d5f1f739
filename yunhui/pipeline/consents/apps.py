from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    name = "yunhui.pipeline.consents"
    label = "consents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are not loaded before.
        from yunhui.foundation.own.ports import register_holding  # noqa: PLC0415
        from yunhui.pipeline.consents.services import holding  # noqa: PLC0415
        from yunhui.pipeline.consents.web.parts import register_parts  # noqa: PLC0415

        register_parts()
        register_holding("consents", holding())
