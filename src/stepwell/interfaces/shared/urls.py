from __future__ import annotations

from django.urls import path

from stepwell.interfaces.shared import views

app_name = "shared"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("help-now", views.help_now, name="help_now"),
    path("help-now/offline", views.help_offline, name="help_offline"),
    path("away", views.away, name="away"),
    path("sw.js", views.service_worker, name="service_worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
]
