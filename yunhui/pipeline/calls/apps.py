from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "yunhui.pipeline.calls"
    label = "calls"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are not loaded before.
        from yunhui.foundation.notices.ports import register_letter  # noqa: PLC0415
        from yunhui.pipeline.calls.letters import LETTERS  # noqa: PLC0415

        register_letter(*LETTERS)

        from yunhui.foundation.accounts.enums import ScopeKind  # noqa: PLC0415
        from yunhui.foundation.accounts.ports import register_ground  # noqa: PLC0415
        from yunhui.pipeline.calls.selectors import CallGround  # noqa: PLC0415

        register_ground(ScopeKind.CALL, CallGround())
