from django.apps import AppConfig


class TimetableConfig(AppConfig):
    name = "yunhui.features.timetable"
    label = "timetable"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yunhui.features.timetable.stagekind import register_kinds  # noqa: PLC0415 - models are not loaded before
        from yunhui.features.timetable.subscribers import register_subscribers  # noqa: PLC0415 - the same

        register_kinds()
        register_subscribers()
