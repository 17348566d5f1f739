from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "yunhui.features.enquiries"
    label = "enquiries"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are not loaded before.
        from yunhui.features.enquiries.letters import LETTERS  # noqa: PLC0415
        from yunhui.features.enquiries.services.own import holding  # noqa: PLC0415
        from yunhui.features.enquiries.subscribers import register_subscribers  # noqa: PLC0415
        from yunhui.features.enquiries.web.parts import register_parts  # noqa: PLC0415
        from yunhui.foundation.notices.ports import register_letter  # noqa: PLC0415
        from yunhui.foundation.own.ports import register_holding  # noqa: PLC0415

        register_letter(*LETTERS)
        register_subscribers()
        register_parts()
        register_holding("enquiries", holding())
