from __future__ import annotations

from django.urls import path

from stepwell.interfaces.privacy import asked, papers, views

app_name = "privacy"
urlpatterns = [
    path("", views.trail, name="trail"),
    path("seal", views.seal, name="seal"),
    path("asked", asked.waiting, name="asked"),
    path("person/<uuid:person_id>/restrictions", asked.restrictions, name="restrictions"),
    path("person/<uuid:person_id>/restrictions/<uuid:restriction_id>/end", asked.end, name="restriction_end"),
    path("person/<uuid:person_id>/emergency", asked.emergency, name="emergency"),
    path("person/<uuid:person_id>/emergency/<uuid:review_id>", asked.review, name="review"),
    path("person/<uuid:person_id>/", papers.person, name="person"),
    path("person/<uuid:person_id>/accounting.csv", views.accounting, name="accounting"),
    path("person/<uuid:person_id>/disclosures.csv", papers.disclosures, name="disclosures"),
]
