from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "yunhui.pipeline.review"
    label = "review"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yunhui.pipeline.review.stagekind import register_kinds  # noqa: PLC0415 - models are not loaded before

        register_kinds()
