"""A guest at one session: who may come, and what is refused without telling of anybody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cast import AT, TODAY, Cast, enroll_another
from stepwell.actions import attending, charts, enrolling, grouping, hosting, readers
from stepwell.actions.attending import Answer
from stepwell.actions.charts import Chart, NotHere
from stepwell.domain.privacy.access import Purpose
from stepwell.records.audit.models import AccessLine
from stepwell.records.people.models import Person
from stepwell.records.program.models import Staff
from stepwell.records.schedule.models import RosterEntry, Session
from stepwell.records.sessions.models import Attendance, AttendanceEntry

SIX = AT + timedelta(hours=6)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def nell(cast: Cast) -> Person:
    """In the program at Riverside, in no group."""
    return enroll_another(cast, "Nell", "Ostrow", at=AT)


def _chart(cast: Cast, person: Person, who: Staff | None = None) -> Chart:
    by = cast.sign_in(who or cast.priya)
    return charts.open_for(by, person.pk, Purpose.TREATMENT, what="attendance", at=SIX)


def _add(cast: Cast, person: Person, **more: str) -> Attendance | None:
    return hosting.add_guest(_chart(cast, person), session_id=cast.today.pk, at=SIX, **more)


def _on_list(cast: Cast, person: Person) -> int:
    return Attendance.objects.filter(session__group=cast.group, person=person).count()


def test_a_guest_is_expected_at_this_one_session_and_can_be_marked(cast: Cast, nell: Person) -> None:
    row = _add(cast, nell)
    assert row is not None
    attending.mark(_chart(cast, nell), session_id=cast.today.pk, answer=Answer("here"), at=SIX)
    row.refresh_from_db()
    assert (row.state, row.credited_minutes, _on_list(cast, nell)) == ("here", 165, 1)
    assert not RosterEntry.objects.filter(person=nell).exists()


def test_adding_is_written_in_the_trail(cast: Cast, nell: Person) -> None:
    row = _add(cast, nell)
    assert row is not None
    line = AccessLine.objects.latest("sequence")
    assert (line.what, line.detail["about"]) == ("session", str(row.pk))


def test_adding_twice_is_adding_once(cast: Cast, nell: Person) -> None:
    first, again, by_hand = (
        _add(cast, nell, key="k"),
        _add(cast, nell, key="k"),
        _add(cast, nell, key="other"),
    )
    assert first == again == by_hand
    assert _on_list(cast, nell) == 1


def test_a_guest_comes_to_yesterdays_session_too(cast: Cast, nell: Person) -> None:
    past = Session.objects.filter(group=cast.group, held_on__lt=TODAY).latest("held_on")
    row = hosting.add_guest(_chart(cast, nell), session_id=past.pk, at=SIX)
    assert row is not None
    assert row.state == "expected"


def test_who_left_the_list_is_expected_again_and_the_history_tells_it(cast: Cast) -> None:
    Attendance.objects.filter(session=cast.today, person=cast.sam).update(state="not_expected")
    row = _add(cast, cast.sam)
    assert row is not None
    assert row.state == "expected"
    assert AttendanceEntry.objects.filter(attendance=row).latest("version").state == "expected"


def test_a_full_session_takes_nobody_until_somebody_is_excused(cast: Cast, nell: Person) -> None:
    cast.group.max_members = 2
    cast.group.save(update_fields=["max_members"])
    with pytest.raises(hosting.CannotCome, match="2 places"):
        _add(cast, nell)
    assert _on_list(cast, nell) == 0
    answer = Answer("excused", reason="ill")
    attending.mark(_chart(cast, cast.sam), session_id=cast.today.pk, answer=answer, at=SIX)
    assert _add(cast, nell)


def test_people_kept_apart_do_not_meet_and_the_sentence_names_nobody(cast: Cast, nell: Person) -> None:
    enrolling.keep_apart(nell, cast.sam, by=cast.sign_in(cast.june), at=AT)
    with pytest.raises(hosting.CannotCome) as refused:
        _add(cast, nell)
    assert str(refused.value) == "This session can't take this person. Choose another session."
    assert _on_list(cast, nell) == 0


def test_nobody_joins_a_group_in_which_a_guest_is_to_be_met(cast: Cast, nell: Person) -> None:
    _add(cast, nell)
    by = readers.system(cast.organization.pk, name="test")
    marie = enroll_another(cast, "Marie", "Quist", at=AT)
    enrolling.keep_apart(nell, marie, by=cast.sign_in(cast.june), at=AT)
    with pytest.raises(grouping.CannotJoin):
        grouping.join(cast.group, marie, from_on=TODAY, by=by, at=AT)
    assert grouping.join(cast.group, marie, from_on=TODAY + timedelta(days=1), by=by, at=AT)


def test_nobody_is_at_two_sessions_at_once(cast: Cast, nell: Person) -> None:
    other = Session.objects.create(
        site=cast.riverside,
        service=cast.group_service,
        group=None,
        leader=None,
        starts_at=cast.today.starts_at,
        ends_at=cast.today.ends_at,
        held_on=TODAY,
        title={"en": "Individual"},
    )
    Attendance.objects.create(
        session=other, person=nell, episode=nell.episodes.get(), starts_at=other.starts_at, held_on=TODAY
    )
    with pytest.raises(hosting.CannotCome, match="another session at this time"):
        _add(cast, nell)


def test_a_session_at_another_site_is_not_there(cast: Cast) -> None:
    chart = _chart(cast, cast.nadia, cast.omar)
    with pytest.raises(NotHere):
        hosting.add_guest(chart, session_id=cast.today.pk, at=SIX)
    with pytest.raises(NotHere):
        hosting.look_for_guests(cast.sign_in(cast.omar), cast.today.pk, "Na", at=SIX)


def test_only_people_of_the_readers_sites_who_are_in_the_program_are_found(cast: Cast, nell: Person) -> None:
    by = cast.sign_in(cast.priya)
    found = hosting.look_for_guests(by, cast.today.pk, "N", at=SIX)
    assert [chart.person for chart in found.found.charts] == [nell]
    assert found.on_list == {cast.sam.pk, cast.marcus.pk}
