from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "yunhui.pipeline.applications"
    label = "applications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are not loaded before.
        from yunhui.foundation.notices.ports import register_letter  # noqa: PLC0415
        from yunhui.foundation.own.ports import register_holding  # noqa: PLC0415
        from yunhui.pipeline.applications.letters import LETTERS  # noqa: PLC0415
        from yunhui.pipeline.applications.services.owning import holding  # noqa: PLC0415
        from yunhui.pipeline.applications.stagekind import register_kinds  # noqa: PLC0415
        from yunhui.pipeline.applications.subscribers import register_subscribers  # noqa: PLC0415

        register_kinds()
        register_letter(*LETTERS)
        register_subscribers()
        register_holding("applications", holding())
