"""Every address: the portal's own doors, and each room's pages."""

from django.urls import path, register_converter

from yunhui.portal.web import doors


class Lang:
    """The public site's two languages."""

    regex = "zh|en"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Lang, "lang")

urlpatterns = [
    path("health", doors.health),
    path("sign-in", doors.sign_in),
    path("sign-out", doors.sign_out),
    path("language", doors.set_language),
    path("demo/sign-in", doors.demo_sign_in),
]
