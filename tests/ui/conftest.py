"""Components rendered as pages render them: with a reader, at a fixed hour."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.template import engines
from django.utils import translation

from yunhui.kernel.clock import travel
from yunhui.ui import sprite
from yunhui.ui.reader import Reader

Render = Callable[..., str]

NOW = datetime(2026, 5, 20, 2, 24, tzinfo=UTC)  # 10:24 in Beijing


@pytest.fixture(autouse=True)
def plain_static_addresses(settings: Any) -> Iterator[None]:
    """Addresses without hashes, so that no build is needed to test a tag."""
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    sprite._reference.cache_clear()
    yield
    sprite._reference.cache_clear()


@pytest.fixture
def render() -> Render:
    """`render('{% icon "x" %}', language="en", zone=…, **context)`."""

    def made(source: str, language: str = "en", zone: str = "Asia/Shanghai", **context: Any) -> str:
        with travel(NOW), translation.override(language):
            template = engines["django"].from_string(source if "{% extends" in source else "{% load ui %}" + source)
            return str(template.render({"reader": Reader(language, zone), **context})).strip()

    return made
