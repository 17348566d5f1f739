"""The web process: Django behind granian, with the health answer and the pages in memory in front of it."""

import gc
import os
import signal
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, close_old_connections, connection
from django.urls import get_resolver

from config.env import environment
from config.supervisor.child import die_with_parent
from yunhui.foundation.pagecache.web.gate import Application, Gate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_environment = environment()
if _environment.child:  # a granian worker under our supervisor: go when its master goes, however that happens
    die_with_parent(signal.SIGTERM, os.getppid())
_django: Application = get_wsgi_application()
# Every page is loaded before the first is asked for, and what is loaded for good is looked through no more: a whole
# collection took a fifth of a second out of somebody's request.
get_resolver().url_patterns  # noqa: B018 loads the pages
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)  # a page makes thousands of things that all go with it
_site = _django
if _environment.page_cache:
    _site = Gate(
        _django,
        hosts=_environment.public_hosts,
        scheme="https" if _environment.https else "http",
        session_cookie=settings.SESSION_COOKIE_NAME,
        most=_environment.page_cache << 20,
    )


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer `GET /health` (200 when the database answers, else 503); the rest is the pages', from memory or anew.

    Health is asked here and not among the pages: a balancer that asks by address must not fail on a host name or a
    redirect to https.
    """
    if environ.get("PATH_INFO") != "/health":
        return _site(environ, start_response)
    try:
        close_old_connections()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        status, body = "200 OK", b"ok\n"
    except DatabaseError:
        status, body = "503 Service Unavailable", b"the database does not answer\n"
    start_response(status, [("Content-Type", "text/plain"), ("Cache-Control", "no-store")])
    return [body]
