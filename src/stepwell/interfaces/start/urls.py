from __future__ import annotations

from django.urls import path

from stepwell.interfaces.start import coming_back, times, views

app_name = "start"
urlpatterns = [
    path("", views.programs, name="programs"),
    path("<uuid:program_id>/", views.first, name="first"),
    path("<uuid:program_id>/ask/<slug:question>", views.ask, name="ask"),
    path("<uuid:program_id>/check", views.check, name="check"),
    path("<uuid:program_id>/times", times.choose, name="times"),
    path("<uuid:program_id>/done", times.done, name="done"),
    path("<uuid:program_id>/keep", coming_back.keep, name="keep"),
    path("<uuid:program_id>/back/<str:secret>", coming_back.back, name="back"),
]
