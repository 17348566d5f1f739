from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "yunhui.portal"
    label = "portal"

    def ready(self) -> None:
        from yunhui.portal.letters import register_letters  # noqa: PLC0415 - models are not loaded before

        register_letters()
