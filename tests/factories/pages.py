"""Looking at pages as a person: a signed-in client, and static addresses that need no build."""

from typing import Any

from django.test import Client

from yunhui.foundation.accounts.enums import Role
from yunhui.foundation.accounts.models import User
from yunhui.kernel import clock
from yunhui.kernel.i18n import ENGLISH
from yunhui.pipeline.calls.models import Call
from yunhui.pipeline.reading.models import Undertaking
from yunhui.pipeline.reading.rules import promise_of
from yunhui.ui import sprite

PLAIN_STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


def use_plain_addresses(settings: Any) -> None:
    """Static addresses without the digests of a build, found when they are asked for."""
    settings.STORAGES = PLAIN_STORAGES
    settings.WHITENOISE_AUTOREFRESH = True
    sprite._reference.cache_clear()


def visit_as(user: User | None, language: str = ENGLISH, zone: str = "Europe/Amsterdam", assurance: int = 2) -> Client:
    """A browser with a session, a language and a clock; a visitor without a user. Who is signed in has confirmed a
    second factor a moment ago, unless `assurance` says otherwise, and has undertaken what readers undertake."""
    client = Client()
    if user is not None:
        undertake_everywhere(user)
        client.force_login(user)
        session = client.session
        session["assurance"] = assurance
        if assurance >= 2:
            session["proved_at"] = clock.now().timestamp()
        session.save()
    client.cookies["yunhui_language"] = language
    client.cookies["yunhui_zone"] = zone
    return client


def undertake_everywhere(user: User) -> None:
    """Let a host-area officer or an expert have clicked under the undertaking of every call there is."""
    roles = set(user.grants.values_list("role", flat=True)) & {Role.BOARD, Role.EXPERT}
    for call in Call.objects.all() if roles else ():
        Undertaking.objects.get_or_create(
            call=call,
            user=user,
            text_version=promise_of(call).version,
            defaults={"name": user.name, "capacity": roles.copy().pop(), "language": user.language},
        )


def text_of(response: Any) -> str:
    """The page as text."""
    return str(response.content.decode())
