from __future__ import annotations

from django.urls import path

from stepwell.interfaces.participant.views import (
    answer,
    calendar,
    change,
    checkin,
    help,
    letters,
    measure,
    privacy,
    progress,
    sharing,
    suits,
    times,
    today,
    week,
    wishes,
)

app_name = "participant"
urlpatterns = [
    path("", today.today, name="today"),
    path("week", week.week, name="week"),
    path("progress", progress.progress, name="progress"),
    path("who", privacy.who, name="who"),
    path("help", help.help_now, name="help"),
    path("check-in", checkin.check_in, name="checkin"),
    path("sessions/<uuid:session_id>/answer", answer.answer, name="answer"),
    path("sessions/<uuid:session_id>/join", answer.join, name="join"),
    path("measures/<slug:instrument>", measure.measure, name="measure"),
    path("change", change.change, name="change"),
    path("changed", change.changed, name="changed"),
    path("sessions/<uuid:session_id>/instead", change.instead, name="instead"),
    path("changes/<uuid:swap_id>/back", change.take_back, name="take_back"),
    path("busy", times.busy, name="busy"),
    path("busy/<uuid:busy_id>", times.busy_change, name="busy_change"),
    path("coming", times.coming, name="coming"),
    path("suits", suits.suits, name="suits"),
    path("contact", wishes.contact, name="contact"),
    path("sharing/", sharing.home, name="sharing"),
    path("sharing/invite", sharing.invite, name="invite"),
    path("sharing/<uuid:supporter_id>", sharing.grant, name="grant"),
    path("sharing/<uuid:supporter_id>/seen", sharing.seen, name="seen"),
    path("sharing/<uuid:supporter_id>/stop", sharing.stop, name="stop_sharing"),
    path("sharing/<uuid:supporter_id>/again", sharing.again, name="invite_again"),
    path("letters", letters.letters, name="letters"),
    path("calendar", calendar.feed, name="feed"),
]
