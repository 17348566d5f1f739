from django.apps import AppConfig


class PanelsConfig(AppConfig):
    name = "yunhui.pipeline.panels"
    label = "panels"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are not loaded before.
        from yunhui.foundation.notices.ports import register_letter, register_sealing  # noqa: PLC0415
        from yunhui.pipeline.experts.ports import register_service  # noqa: PLC0415
        from yunhui.pipeline.panels.letters import LETTERS  # noqa: PLC0415
        from yunhui.pipeline.panels.selectors import sealed_calls, service_of_invitations  # noqa: PLC0415

        register_letter(*LETTERS)
        register_sealing(sealed_calls)
        register_service("panels", service_of_invitations)
