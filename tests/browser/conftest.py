"""A person in Chromium on a live city: sign in by a session, look, press."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings

from tests.browser import quiet, slow
from tests.factories.pages import visit_as
from tests.patience import PATIENCE
from yunhui.foundation.accounts.models import User

Open = Callable[..., Any]


@pytest.fixture(scope="session", autouse=True)
def _watched_server() -> None:
    """A server that knows what it works on, and is slow if somebody asked for it."""
    slowly = ["tests.browser.slow.SlowLine"] if slow.PAUSE else []
    django_settings.MIDDLEWARE = ["tests.browser.quiet.Counted", *slowly, *django_settings.MIDDLEWARE]


@pytest.fixture(autouse=True)
def _nothing_runs_on(transactional_db: None) -> Iterator[None]:
    """The tables are emptied when the last request is answered, and not under it."""
    yield
    quiet.wait_until_quiet()


@pytest.fixture
def open_as(chromium: Any, live_server: Any) -> Iterator[Open]:
    """`open_as(user, "/my/", language="en", width=390)`: a tab of that person; one context for each call."""
    contexts = []

    def open_page(
        user: User | None,
        path: str,
        language: str = "en",
        zone: str = "Europe/Amsterdam",
        width: int = 1440,
        **more: Any,
    ) -> Any:
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 900}, timezone_id=zone, **more
        )
        contexts.append(context)
        session = visit_as(user, language).cookies
        name = django_settings.SESSION_COOKIE_NAME
        pairs = {"yunhui_language": language, "yunhui_zone": zone}
        if user is not None:
            pairs[name] = session[name].value
        host = urlsplit(live_server.url).hostname
        context.add_cookies([{"name": k, "value": v, "domain": host, "path": "/"} for k, v in pairs.items()])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        slow.slow_down(page)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
