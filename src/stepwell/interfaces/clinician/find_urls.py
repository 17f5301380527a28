"""Finding from any desk: the short address that the palette of every staff page asks."""

from __future__ import annotations

from django.urls import path

from stepwell.interfaces.clinician import people

app_name = "find"
urlpatterns = [path("find", people.find, name="find")]
