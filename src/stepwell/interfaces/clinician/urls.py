from __future__ import annotations

from django.urls import path

from stepwell.interfaces.clinician import away, changes, guests, marking, people, records, today

app_name = "clinician"
urlpatterns = [
    path("", today.today, name="today"),
    path("sessions/<uuid:session_id>", marking.session, name="session"),
    path("sessions/<uuid:session_id>/mark", marking.mark, name="mark"),
    path("sessions/<uuid:session_id>/everyone", marking.everyone, name="everyone"),
    path("sessions/<uuid:session_id>/undo", marking.undo, name="undo"),
    path("sessions/<uuid:session_id>/guests", guests.guests, name="guests"),
    path("changes/<uuid:swap_id>", changes.settle, name="change"),
    path("away", away.show, name="away"),
    path("away/<uuid:repair_id>/undo", away.undo, name="away_undo"),
    path("earlier", today.earlier, name="earlier"),
    path("people", people.people, name="people"),
    path("people/<uuid:person_id>", records.person, name="person"),
    path("tasks", people.tasks, name="tasks"),
    path("tasks/<uuid:task_id>", people.task, name="task"),
    path("groups", people.groups, name="groups"),
    path("find", people.find, name="find"),
]
