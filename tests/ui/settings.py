"""The design system alone: what it needs of Django, and nothing of the house above it."""

from pathlib import Path

_UI = Path(__file__).resolve().parents[2] / "yunhui/ui"

SECRET_KEY = "only for tests of the design system"
INSTALLED_APPS = ["django.contrib.staticfiles", "yunhui.ui"]
USE_TZ = True
USE_I18N = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [_UI.parents[1] / "locale"]
STATIC_URL = "/static/"
STATICFILES_DIRS = [_UI / "dist"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
