from django.apps import AppConfig


class ObjectionsConfig(AppConfig):
    name = "yunhui.pipeline.objections"
    label = "objections"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are not loaded before.
        from yunhui.foundation.notices.ports import register_letter  # noqa: PLC0415
        from yunhui.foundation.own.ports import register_holding  # noqa: PLC0415
        from yunhui.pipeline.objections.letters import LETTERS  # noqa: PLC0415
        from yunhui.pipeline.objections.services.own import holding  # noqa: PLC0415
        from yunhui.pipeline.objections.subscribers import register_subscribers  # noqa: PLC0415

        register_letter(*LETTERS)
        register_subscribers()
        register_holding("objections", holding())
