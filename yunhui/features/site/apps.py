from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "yunhui.features.site"
    label = "site"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are not loaded before.
        from yunhui.features.site.selectors import cleaner  # noqa: PLC0415
        from yunhui.features.site.services.guarding import problems_of  # noqa: PLC0415
        from yunhui.pipeline.calls.ports import register_guard  # noqa: PLC0415
        from yunhui.pipeline.consents.ports import register_cleaner  # noqa: PLC0415

        register_cleaner(cleaner)
        register_guard(problems_of)
