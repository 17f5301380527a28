from __future__ import annotations

from django.urls import URLPattern, path

from stepwell.interfaces.jobs import views

app_name = "jobs"
urlpatterns: list[URLPattern] = [path("stop/<str:token>", views.stop, name="stop")]
