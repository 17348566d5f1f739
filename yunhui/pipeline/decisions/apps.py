from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "yunhui.pipeline.decisions"
    label = "decisions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yunhui.pipeline.decisions.stagekind import register_kinds  # noqa: PLC0415 - models are not loaded before

        register_kinds()
