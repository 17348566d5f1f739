from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "yunhui.portal"
    label = "portal"
