from __future__ import annotations

from django.urls import path

from stepwell.interfaces.manager.views import admit, feed, groups, hours, people, setup, week

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
    path("groups", groups.listed, name="groups"),
    path("groups/new", groups.new, name="group_new"),
    path("groups/<uuid:group_id>", groups.show, name="group"),
    path("groups/<uuid:group_id>/roster", groups.roster, name="roster"),
    path("setup", setup.show, name="setup"),
    path("setup/<slug:kind>", setup.add, name="setup_add"),
    path("setup/<slug:kind>/<uuid:row_id>/retire", setup.retire, name="setup_retire"),
]
