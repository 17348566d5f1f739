"""Django's settings, all of them derived from the typed environment."""

from pathlib import Path

from config.database import django_databases
from config.env import environment
from yunhui.kernel.crypto import FileKeys, Vault

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = environment()

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = ENVIRONMENT.debug
DEMO = ENVIRONMENT.demo
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)
REALTIME_URL = ENVIRONMENT.realtime_url
PUBLIC_URL = ENVIRONMENT.public_url
DATABASES = django_databases(ENVIRONMENT)
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "yunhui.ui",
    "yunhui.foundation.limits",
    "yunhui.foundation.pagecache",
    "yunhui.foundation.accounts",
    "yunhui.foundation.codes",
    "yunhui.foundation.audit",
    "yunhui.foundation.outbox",
    "yunhui.foundation.files",
    "yunhui.foundation.own",
    "yunhui.foundation.formkit",
    "yunhui.foundation.notices",
    "yunhui.foundation.views",
    "yunhui.parties",
    "yunhui.pipeline.calls",
    "yunhui.pipeline.applications",
    "yunhui.pipeline.consents",
    "yunhui.pipeline.reading",
    "yunhui.pipeline.experts",
    "yunhui.pipeline.conflicts",
    "yunhui.pipeline.panels",
    "yunhui.pipeline.review",
    "yunhui.pipeline.decisions",
    "yunhui.pipeline.objections",
    "yunhui.features.site",
    "yunhui.features.enquiries",
    "yunhui.features.docking",
    "yunhui.features.timetable",
    "yunhui.features.rehearsal",
    "yunhui.features.proof",
    "yunhui.features.papers",
    "yunhui.features.imports",
    "yunhui.features.bulk",
    "yunhui.recipes",
    "yunhui.portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "yunhui.portal.middleware.ContentPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "yunhui.portal.middleware.ActorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "yunhui.portal.context.surroundings",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "yunhui.ui.templatetags.ui"],
        },
    }
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["yunhui.foundation.accounts.web.store.Accounts"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
SESSION_ENGINE = "yunhui.foundation.accounts.web.store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
# One host may carry several cities on several ports, and cookies do not tell ports apart.
SESSION_COOKIE_NAME = f"yunhui_session_{ENVIRONMENT.port}"
# A member of staff who does nothing for so long is signed out; nobody stays in for more than twelve hours.
STAFF_IDLE_MINUTES = ENVIRONMENT.staff_idle_minutes
SINGLE_SESSION = ENVIRONMENT.single_session
DOORS = ENVIRONMENT.doors
SYSLOG = ENVIRONMENT.syslog
CSRF_COOKIE_NAME = f"yunhui_csrf_{ENVIRONMENT.port}"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.https
CSRF_TRUSTED_ORIGINS = [origin for origin in ENVIRONMENT.origins if origin.startswith("https://")]
CSRF_FAILURE_VIEW = "yunhui.portal.web.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.https else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

USE_TZ = True
TIME_ZONE = "UTC"
TIME_ZONE_OF_CITY = "Asia/Shanghai"
USE_I18N = True
LANGUAGE_CODE = ENVIRONMENT.language
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.var / "static"
STATICFILES_DIRS = [ROOT / "yunhui/ui/dist"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

# Commercial cryptography (商用密码) for new values; what was written under the other setting stays readable.
DIGEST_ALGORITHM, CIPHER = ("sm3", "sm4-gcm") if ENVIRONMENT.cryptography == "commercial" else ("sha256", "aes-gcm")
VAULT = Vault(FileKeys(ENVIRONMENT.keys / "data"), digest=DIGEST_ALGORITHM, cipher=CIPHER)
FILES_ROOT = ENVIRONMENT.var / "files"
# A bucket in which files lie instead, and whether new ones are encrypted: docs/runbook/files.md.
FILES_BUCKET, FILES_SEALED = ENVIRONMENT.bucket, ENVIRONMENT.seal_files
# A virus scanner, `host:port` or a socket's path; and the internal location by which nginx sends files itself.
CLAMD = ENVIRONMENT.clamd
FILES_ACCEL = ENVIRONMENT.accel
# No file of a form is taken beyond 50 MB, whoever sends it.
FILE_UPLOAD_HANDLERS = ["yunhui.foundation.files.forms.LimitedUpload"]
FILE_UPLOAD_PERMISSIONS = 0o600
BACKUP_STAMP = ENVIRONMENT.var / "run" / "backup.json"
AUDIT_HEADS = ENVIRONMENT.var / "audit" / "heads.jsonl"

# How letters leave the machine. In demo mode nothing leaves it, whatever the environment names.
CHANNELS = ENVIRONMENT.channels

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": ENVIRONMENT.log_level},
    "loggers": {"procrastinate": {"level": "WARNING"}},
}

# The fonts of printed papers: whole faces that know rare characters of names, in the scripts in which people write.
_FACES = {
    "noto-sans-sc": ("400Regular", "500Medium", "700Bold"),
    "noto-sans": ("400Regular", "700Bold"),
    "noto-sans-arabic": ("400Regular", "700Bold"),
    "noto-sans-hebrew": ("400Regular", "700Bold"),
    "noto-sans-thai": ("400Regular", "700Bold"),
    "nanum-gothic": ("400Regular", "700Bold"),
    "noto-emoji": ("400Regular", "700Bold"),
}
PAPER_FONTS = [
    ROOT / "node_modules/@expo-google-fonts" / face / weight for face, weights in _FACES.items() for weight in weights
]
