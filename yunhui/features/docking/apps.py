from django.apps import AppConfig


class DockingConfig(AppConfig):
    name = "yunhui.features.docking"
    label = "docking"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yunhui.features.docking.stagekind import register_kinds  # noqa: PLC0415 - models are not loaded before

        register_kinds()
