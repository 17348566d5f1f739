from django.apps import AppConfig


class RehearsalConfig(AppConfig):
    name = "yunhui.features.rehearsal"
    label = "rehearsal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yunhui.features.rehearsal.letters import LETTERS  # noqa: PLC0415 - models are not loaded before
        from yunhui.features.rehearsal.subscribers import register_subscribers  # noqa: PLC0415
        from yunhui.features.rehearsal.web.parts import register_parts  # noqa: PLC0415
        from yunhui.foundation.notices.ports import register_letter  # noqa: PLC0415

        register_letter(*LETTERS)
        register_subscribers()
        register_parts()
