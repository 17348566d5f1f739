from django.apps import AppConfig


class BulkConfig(AppConfig):
    name = "yunhui.features.bulk"
    label = "bulk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yunhui.features.bulk.letters import LETTERS  # noqa: PLC0415 - models are not loaded before
        from yunhui.foundation.notices.ports import register_letter  # noqa: PLC0415

        register_letter(*LETTERS)
