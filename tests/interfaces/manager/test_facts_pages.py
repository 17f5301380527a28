"""The facts of a timetable, told through the pages: wishes, kept apart, closed, away, limits and shapes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from cast import AT, TODAY, Cast
from stepwell.actions import charts
from stepwell.actions.timetabling import telling
from stepwell.domain.privacy.access import Purpose
from stepwell.records.audit.models import AccessLine
from stepwell.records.episodes.models import KeepApart, LeaderToAvoid
from stepwell.records.program.models import RoomClosure, SiteHoliday, StaffAbsence
from stepwell.records.schedule.models import Session, SessionStatus
from stepwell.records.timetable.models import LeaderLimit, SessionShape

NEXT = (TODAY + timedelta(days=7)).isoformat()
"""A Tuesday with one session."""


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]  # an answer of the test client


def test_intake_writes_wishes_that_the_page_of_the_person_shows(cast: Cast, june: Client) -> None:
    answer = june.post(
        f"/manage/people/{cast.sam.pk}/wishes", {"key": "a", "mode": "tele", "less-1-evening": "3"}
    )

    assert answer.status_code == 302
    page = text(june.get(f"/manage/people/{cast.sam.pk}"))
    assert "Tuesday, Evening: Hardly" in page
    assert "By video" in page
    chart = charts.open_for(cast.sign_in(cast.june), cast.sam.pk, Purpose.INTAKE, what="record", at=AT)
    wishes = telling.wishes_of(chart)
    assert wishes is not None
    assert wishes.mode == "tele"


def test_wishes_that_cant_be_read_are_shown_again(cast: Cast, june: Client) -> None:
    answer = june.post(
        f"/manage/people/{cast.sam.pk}/wishes", {"key": "a", "mode": "", "less-1-evening": "3"}
    )

    assert answer.status_code == 422
    assert "Please look at this first" in text(answer)


def test_a_pair_is_found_by_name_kept_apart_and_ended(cast: Cast, june: Client) -> None:
    here, there = f"/manage/people/{cast.sam.pk}/apart", f"/manage/people/{cast.nadia.pk}/apart"
    assert "Nadia Vu" in text(june.get(here, {"q": "nad"}))

    june.post(here, {"key": "a", "person": str(cast.nadia.pk)})

    assert "Sam Reyes" in text(june.get(there))
    assert "From 1 person." in text(june.get(f"/manage/people/{cast.nadia.pk}"))
    pair = KeepApart.objects.get()
    june.post(f"{there}/{pair.pk}/end", {"key": "e"})
    assert "From nobody." in text(june.get(f"/manage/people/{cast.sam.pk}"))
    assert "Nadia" not in text(june.get(here))


def test_a_counselor_and_the_person_find_no_page_of_pairs(cast: Cast, june: Client, client: Client) -> None:
    here = f"/manage/people/{cast.sam.pk}/apart"
    june.post(here, {"key": "a", "person": str(cast.nadia.pk)})

    for account in (cast.priya.account, cast.sam_account):
        client.force_login(account)
        assert client.get(here).status_code == 404
        assert client.post(here, {"key": "b", "person": str(cast.marcus.pk)}).status_code == 404
    assert KeepApart.objects.count() == 1


def test_the_page_of_a_person_names_nobody_they_are_kept_apart_from(cast: Cast, june: Client) -> None:
    june.post(f"/manage/people/{cast.sam.pk}/apart", {"key": "a", "person": str(cast.nadia.pk)})
    lines = AccessLine.objects.count()

    page = text(june.get(f"/manage/people/{cast.sam.pk}"))

    assert "Nadia" not in page
    assert AccessLine.objects.count() == lines + 1


def test_one_cant_be_kept_apart_from_oneself(cast: Cast, june: Client) -> None:
    answer = june.post(
        f"/manage/people/{cast.sam.pk}/apart", {"key": "a", "person": str(cast.sam.pk)}, follow=True
    )

    assert "this is the same person" in text(answer)


def test_a_day_with_sessions_is_closed_only_when_one_has_seen_them(cast: Cast, grace: Client) -> None:
    told = {"key": "a", "site": str(cast.riverside.pk), "on": NEXT}

    asked = grace.post("/manage/setup/closed", told)

    assert asked.status_code == 422
    assert "1 session is planned that day." in text(asked)
    assert f"site={cast.riverside.pk}&amp;week=2026-W21" in text(asked)
    assert not SiteHoliday.objects.exists()
    sure = f"{cast.riverside.pk}/{NEXT}/1"
    other = grace.post("/manage/setup/closed", {**told, "on": TODAY.isoformat(), "sure": sure})
    assert other.status_code == 422
    done = grace.post("/manage/setup/closed", {**told, "sure": sure}, follow=True)
    assert "1 session of that day was called off." in text(done)
    assert Session.objects.get(held_on=NEXT).status == SessionStatus.CANCELLED
    opened = grace.post(
        f"/manage/setup/closed/sites/{cast.riverside.pk}/open", {"key": "o", "on": NEXT}, follow=True
    )
    assert "1 session is on again." in text(opened)
    assert Session.objects.get(held_on=NEXT).status == SessionStatus.PLANNED


def test_a_free_day_is_closed_at_once_and_opened_again(cast: Cast, grace: Client) -> None:
    day = (TODAY + timedelta(days=6)).isoformat()

    grace.post("/manage/setup/closed", {"key": "a", "site": str(cast.riverside.pk), "on": day})

    assert "May 18, 2026" in text(grace.get("/manage/setup/closed"))
    grace.post(f"/manage/setup/closed/sites/{cast.riverside.pk}/open", {"key": "b", "on": day})
    assert not SiteHoliday.objects.filter(voided_at=None).exists()


@pytest.mark.parametrize("day", ["2026-05-11", "2026-02-30", ""])
def test_no_day_that_is_over_or_none_is_closed(cast: Cast, grace: Client, day: str) -> None:
    answer = grace.post("/manage/setup/closed", {"key": "a", "site": str(cast.riverside.pk), "on": day})

    assert answer.status_code == 422
    assert not SiteHoliday.objects.exists()


def test_a_room_is_closed_for_whole_days_and_says_what_is_planned_in_it(cast: Cast, grace: Client) -> None:
    told = {"key": "a", "room": str(cast.room.pk), "first": TODAY.isoformat(), "last": NEXT}

    grace.post("/manage/setup/closed", told)

    assert "2 sessions are planned in it then" in text(grace.get("/manage/setup/closed"))
    closure = RoomClosure.objects.get()
    grace.post(f"/manage/setup/closed/rooms/{closure.pk}/open", {"key": "b"})
    assert "All rooms are open." in text(grace.get("/manage/setup/closed"))


def test_a_closure_that_ends_before_it_begins_is_shown_again(cast: Cast, grace: Client) -> None:
    told = {"key": "a", "room": str(cast.room.pk), "first": NEXT, "last": TODAY.isoformat()}

    answer = grace.post("/manage/setup/closed", told)

    assert answer.status_code == 422
    assert "The end has to be after the start." in text(answer)
    assert NEXT in text(answer)
    assert not RoomClosure.objects.exists()


def test_an_absence_is_written_shown_with_its_sessions_and_taken_back(cast: Cast, grace: Client) -> None:
    here = f"/manage/setup/staff/{cast.priya.pk}"

    grace.post(f"{here}/away", {"key": "a", "first": NEXT, "begins": "12:00", "last": NEXT, "ends": "20:00"})

    page = text(grace.get(here))
    assert "1 session of theirs is planned then" in page
    assert "week=2026-W21" in page
    grace.post(f"{here}/away/{StaffAbsence.objects.get().pk}/back")
    assert "Not away in the time ahead." in text(grace.get(here))


def test_an_absence_without_an_end_is_shown_again_with_the_rest_of_the_page(
    cast: Cast, grace: Client
) -> None:
    answer = grace.post(f"/manage/setup/staff/{cast.priya.pk}/away", {"key": "a", "first": NEXT, "last": ""})

    assert answer.status_code == 422
    assert f'value="{NEXT}"' in text(answer)
    assert "When they work each week" in text(answer)
    assert not StaffAbsence.objects.exists()


def test_the_weekly_limit_is_told_in_hours(cast: Cast, grace: Client) -> None:
    here = f"/manage/setup/staff/{cast.priya.pk}"
    assert 'value="25"' in text(grace.get(here))

    refused = grace.post(f"{here}/limit", {"key": "a", "hours": "80"})
    grace.post(f"{here}/limit", {"key": "a", "hours": "12.5"})

    assert refused.status_code == 422
    limit = LeaderLimit.objects.get(staff=cast.priya)
    assert (limit.weekly_minutes, limit.by_video) == (750, False)
    assert 'value="12.5"' in text(grace.get(here))


def test_a_services_shape_is_told_and_asked_again_when_it_is_none(cast: Cast, grace: Client) -> None:
    here = f"/manage/setup/services/{cast.group_service.pk}"
    assert 'value="180"' in text(grace.get(here))

    refused = grace.post(here, {"key": "a", "minutes": "5"})
    grace.post(here, {"key": "a", "minutes": "90", "by_gender": "on"})

    assert refused.status_code == 422
    shape = SessionShape.objects.get()
    assert (shape.minutes, shape.is_open, shape.by_gender) == (90, False, True)


def test_a_leader_to_avoid_is_told_and_ended_on_the_page_of_pairs(cast: Cast, june: Client) -> None:
    here = f"/manage/people/{cast.sam.pk}/apart"

    june.post(f"{here}/leaders", {"key": "a", "leader": str(cast.omar.pk)})

    assert "Never led by" in text(june.get(here))
    assert "From 1 person." in text(june.get(f"/manage/people/{cast.sam.pk}"))
    row = LeaderToAvoid.objects.get()
    june.post(f"{here}/leaders/{row.pk}/end", {"key": "e"})
    assert "From nobody." in text(june.get(f"/manage/people/{cast.sam.pk}"))


def test_the_leader_and_the_person_find_no_page_of_leaders(cast: Cast, client: Client) -> None:
    for account in (cast.priya.account, cast.sam_account):
        client.force_login(account)
        answer = client.post(
            f"/manage/people/{cast.sam.pk}/apart/leaders", {"key": "a", "leader": str(cast.priya.pk)}
        )
        assert answer.status_code == 404
    assert not LeaderToAvoid.objects.exists()
