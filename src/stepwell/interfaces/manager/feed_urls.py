"""The address a calendar program reads."""

from __future__ import annotations

from django.urls import path

from stepwell.interfaces.manager.views import feed

app_name = "calendar"
urlpatterns = [path("<str:secret>.ics", feed.read, name="feed")]
