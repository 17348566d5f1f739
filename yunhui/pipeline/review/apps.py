from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "yunhui.pipeline.review"
    label = "review"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are not loaded before.
        from yunhui.foundation.notices.ports import register_letter  # noqa: PLC0415
        from yunhui.pipeline.conflicts.ports import register_naming  # noqa: PLC0415
        from yunhui.pipeline.experts.ports import register_service  # noqa: PLC0415
        from yunhui.pipeline.panels.ports import register_sheets  # noqa: PLC0415
        from yunhui.pipeline.review.letters import LETTERS  # noqa: PLC0415
        from yunhui.pipeline.review.selectors.service import (  # noqa: PLC0415
            service_of_experts,
            sheets_of_experts,
        )
        from yunhui.pipeline.review.stagekind import register_kinds  # noqa: PLC0415
        from yunhui.pipeline.review.subscribers import register_subscribers  # noqa: PLC0415
        from yunhui.pipeline.review.web.names import name_experts  # noqa: PLC0415

        register_kinds()
        register_service("review", service_of_experts)
        register_sheets(sheets_of_experts)
        register_naming(name_experts)
        register_letter(*LETTERS)
        register_subscribers()
