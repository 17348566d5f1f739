from django.apps import AppConfig


class ProofConfig(AppConfig):
    name = "yunhui.features.proof"
    label = "proof"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are not loaded before.
        from yunhui.features.proof.web.parts import register_parts  # noqa: PLC0415

        register_parts()
