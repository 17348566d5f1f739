from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "yunhui.portal"
    label = "portal"

    def ready(self) -> None:
        # Models are not loaded before.
        from yunhui.foundation.audit.ports import register_words  # noqa: PLC0415
        from yunhui.foundation.pagecache.ports import asks  # noqa: PLC0415
        from yunhui.portal.letters import register_letters  # noqa: PLC0415
        from yunhui.portal.words import action_word  # noqa: PLC0415

        asks("day", "theme", "page")  # of embeds, and of long lists
        register_letters()
        register_words(action_word)
