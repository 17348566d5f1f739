"""The design system: layout, components, template tags; knows no room."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "yunhui.ui"
    label = "ui"
