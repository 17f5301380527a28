from __future__ import annotations

from django.urls import path

from stepwell.interfaces.privacy import papers, views

app_name = "privacy"
urlpatterns = [
    path("", views.trail, name="trail"),
    path("seal", views.seal, name="seal"),
    path("person/<uuid:person_id>/", papers.person, name="person"),
    path("person/<uuid:person_id>/accounting.csv", views.accounting, name="accounting"),
    path("person/<uuid:person_id>/disclosures.csv", papers.disclosures, name="disclosures"),
]
