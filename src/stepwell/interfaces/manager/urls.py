from __future__ import annotations

from django.urls import path

from stepwell.interfaces.manager.views import (
    admit,
    away,
    colleagues,
    feed,
    groups,
    hours,
    people,
    sessions,
    setup,
    week,
    wishes,
)

app_name = "manager"
urlpatterns = [
    path("", week.show, name="week"),
    path("hours", hours.show, name="hours"),
    path("hours.csv", hours.download, name="hours_csv"),
    path("feed", feed.manage, name="feed"),
    path("people", people.listed, name="people"),
    path("people/new", admit.admit, name="admit"),
    path("people/<uuid:person_id>", people.show, name="person"),
    path("people/<uuid:person_id>/episode", people.move, name="episode"),
    path("people/<uuid:person_id>/invite", people.invite, name="invite"),
    path("people/<uuid:person_id>/session", people.plan, name="plan"),
    path("people/<uuid:person_id>/contact", wishes.contact, name="contact"),
    path("people/<uuid:person_id>/busy", wishes.busy, name="busy"),
    path("people/<uuid:person_id>/busy/<uuid:busy_id>/void", wishes.void, name="busy_void"),
    path("sessions/<uuid:session_id>", sessions.show, name="session"),
    path("groups", groups.listed, name="groups"),
    path("groups/new", groups.new, name="group_new"),
    path("groups/<uuid:group_id>", groups.show, name="group"),
    path("groups/<uuid:group_id>/roster", groups.roster, name="roster"),
    path("away", away.show, name="away"),
    path("away/<uuid:repair_id>/undo", away.undo, name="away_undo"),
    path("setup", setup.show, name="setup"),
    path("setup/staff/<uuid:staff_id>", colleagues.show, name="colleague"),
    path("setup/staff/<uuid:staff_id>/invite", colleagues.invite, name="colleague_invite"),
    path("setup/<slug:kind>", setup.add, name="setup_add"),
    path("setup/<slug:kind>/<uuid:row_id>/retire", setup.retire, name="setup_retire"),
]
