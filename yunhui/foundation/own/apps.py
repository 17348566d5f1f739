from django.apps import AppConfig


class OwnConfig(AppConfig):
    name = "yunhui.foundation.own"
    label = "own"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are not loaded before.
        from yunhui.foundation.own.ports import register_holding  # noqa: PLC0415
        from yunhui.foundation.own.services.account import holding  # noqa: PLC0415

        register_holding("account", holding())
