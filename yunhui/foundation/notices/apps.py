from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "yunhui.foundation.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yunhui.foundation.notices.letters import LETTERS  # noqa: PLC0415 - models are not loaded before
        from yunhui.foundation.notices.ports import register_letter  # noqa: PLC0415
        from yunhui.foundation.notices.services.own import holding  # noqa: PLC0415
        from yunhui.foundation.notices.subscribers import subscribe_to_accounts  # noqa: PLC0415
        from yunhui.foundation.own.ports import register_holding  # noqa: PLC0415

        register_letter(*LETTERS)
        subscribe_to_accounts()
        register_holding("notices", holding())
