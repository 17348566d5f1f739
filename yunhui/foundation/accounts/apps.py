from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "yunhui.foundation.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yunhui.foundation.accounts.ports import register_providers  # noqa: PLC0415 - models are not loaded before
        from yunhui.foundation.accounts.services.providers import configured  # noqa: PLC0415

        register_providers(configured)
