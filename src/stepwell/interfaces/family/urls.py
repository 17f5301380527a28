from __future__ import annotations

from django.urls import path

from stepwell.interfaces.family import learning, talking, views

app_name = "family"
urlpatterns = [
    path("", views.home, name="home"),
    path("people/<uuid:person_id>", views.one, name="one"),
    path("messages/<uuid:person_id>", talking.thread, name="thread"),
    path("people/<uuid:person_id>/sessions/<uuid:session_id>", talking.answer, name="answer"),
    path("messages", talking.threads, name="threads"),
    path("learn/", learning.lessons, name="lessons"),
    path("learn/<slug:slug>", learning.lesson, name="lesson"),
]
