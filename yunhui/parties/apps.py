from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "yunhui.parties"
    label = "parties"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are not loaded before.
        from yunhui.foundation.accounts.enums import ScopeKind  # noqa: PLC0415
        from yunhui.foundation.accounts.ports import register_ground  # noqa: PLC0415
        from yunhui.foundation.own.ports import register_holding  # noqa: PLC0415
        from yunhui.parties.selectors import BoardGround  # noqa: PLC0415
        from yunhui.parties.services import holding  # noqa: PLC0415

        register_ground(ScopeKind.BOARD, BoardGround())
        register_holding("parties", holding())
