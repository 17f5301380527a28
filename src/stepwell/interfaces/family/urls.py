from __future__ import annotations

from django.urls import path

from stepwell.interfaces.family import views

app_name = "family"
urlpatterns = [
    path("", views.home, name="home"),
    path("people/<uuid:person_id>", views.one, name="one"),
]
