from __future__ import annotations

from django.urls import path

from stepwell.interfaces.manager.timetable import moving, pages, settling
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
    path("timetable", pages.listed, name="timetable"),
    path("timetable/<uuid:draft_id>", pages.show, name="draft"),
    path("timetable/<uuid:draft_id>/progress", pages.progress, name="draft_progress"),
    path("timetable/<uuid:draft_id>/steer", pages.steer, name="draft_steer"),
    path("timetable/<uuid:draft_id>/group", moving.group, name="draft_group"),
    path("timetable/<uuid:draft_id>/move", moving.move, name="draft_move"),
    path("timetable/<uuid:draft_id>/seat", moving.seat, name="draft_seat"),
    path("timetable/<uuid:draft_id>/hold", moving.hold, name="draft_hold"),
    path("timetable/<uuid:draft_id>/compare", settling.compare, name="draft_compare"),
    path("timetable/<uuid:draft_id>/publish", settling.publish, name="draft_publish"),
    path("timetable/<uuid:draft_id>/undo", settling.undo, name="draft_undo"),
    path("timetable/<uuid:draft_id>/try", settling.try_it, name="draft_try"),
    path("away", away.show, name="away"),
    path("away/<uuid:repair_id>/undo", away.undo, name="away_undo"),
    path("setup", setup.show, name="setup"),
    path("setup/staff/<uuid:staff_id>", colleagues.show, name="colleague"),
    path("setup/staff/<uuid:staff_id>/invite", colleagues.invite, name="colleague_invite"),
    path("setup/<slug:kind>", setup.add, name="setup_add"),
    path("setup/<slug:kind>/<uuid:row_id>/retire", setup.retire, name="setup_retire"),
]
