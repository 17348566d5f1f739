from django.apps import AppConfig


class PageCacheConfig(AppConfig):
    name = "yunhui.foundation.pagecache"
    label = "pagecache"
    default_auto_field = "django.db.models.BigAutoField"
