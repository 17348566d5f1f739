from django.apps import AppConfig


class ConflictsConfig(AppConfig):
    name = "yunhui.pipeline.conflicts"
    label = "conflicts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yunhui.pipeline.conflicts.subscribers import register_subscribers  # noqa: PLC0415 - no models before

        register_subscribers()
