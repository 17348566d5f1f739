from django.apps import AppConfig


class DockingConfig(AppConfig):
    name = "yunhui.features.docking"
    label = "docking"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yunhui.features.docking.letters import LETTERS  # noqa: PLC0415 - models are not loaded before
        from yunhui.features.docking.stagekind import register_kinds  # noqa: PLC0415
        from yunhui.features.docking.subscribers import register_subscribers  # noqa: PLC0415
        from yunhui.features.docking.web.parts import register_parts  # noqa: PLC0415
        from yunhui.foundation.notices.ports import register_letter  # noqa: PLC0415

        register_kinds()
        register_parts()
        register_letter(*LETTERS)
        register_subscribers()
