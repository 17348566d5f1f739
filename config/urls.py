"""Every address, by audience."""

from django.urls import include, path

urlpatterns = [path("", include("yunhui.portal.urls"))]
