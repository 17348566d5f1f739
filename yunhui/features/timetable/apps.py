from django.apps import AppConfig


class TimetableConfig(AppConfig):
    name = "yunhui.features.timetable"
    label = "timetable"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yunhui.features.timetable.letters import CALENDAR_LETTERS, LETTERS  # noqa: PLC0415 - as below
        from yunhui.features.timetable.selectors.invitations import enclosure_for  # noqa: PLC0415 - the same
        from yunhui.features.timetable.stagekind import register_kinds  # noqa: PLC0415 - models are not loaded before
        from yunhui.features.timetable.subscribers import register_subscribers  # noqa: PLC0415 - the same
        from yunhui.features.timetable.web.parts import register_parts  # noqa: PLC0415 - the same
        from yunhui.foundation.notices.ports import register_enclosing, register_letter  # noqa: PLC0415 - the same
        from yunhui.foundation.pagecache.ports import asks  # noqa: PLC0415 - the same

        asks("zone")
        register_kinds()
        register_parts()
        register_letter(*LETTERS)
        for letter in CALENDAR_LETTERS:
            register_enclosing(letter.key, enclosure_for)
        register_subscribers()
