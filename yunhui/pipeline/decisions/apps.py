from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "yunhui.pipeline.decisions"
    label = "decisions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are not loaded before.
        from yunhui.foundation.notices.ports import register_letter  # noqa: PLC0415
        from yunhui.pipeline.decisions.letters import LETTERS  # noqa: PLC0415
        from yunhui.pipeline.decisions.stagekind import register_kinds  # noqa: PLC0415
        from yunhui.pipeline.decisions.subscribers import register_subscribers  # noqa: PLC0415
        from yunhui.pipeline.decisions.web import notice, place  # noqa: PLC0415

        register_kinds()
        register_letter(*LETTERS)
        register_subscribers()
        notice.register_parts()
        place.register_parts()
