"""Nobody reads a record but through the gate, and each opening is a line."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from cast import TODAY, Cast
from stepwell.actions import charts, readers
from stepwell.actions.charts import NotHere
from stepwell.domain.privacy.access import Purpose
from stepwell.records.audit import trail
from stepwell.records.audit.models import AccessedPerson, AccessLine
from stepwell.records.episodes.models import Episode
from stepwell.records.people.models import Person


def last_line() -> AccessLine:
    return AccessLine.objects.order_by("-sequence")[0]


def test_a_counselor_of_the_site_opens_a_record_and_the_trail_says_so(cast: Cast, at: datetime) -> None:
    priya = cast.sign_in(cast.priya)
    chart = charts.open_for(priya, cast.sam.pk, Purpose.TREATMENT, what="record", at=at)
    assert chart.person == cast.sam
    line = last_line()
    assert (line.actor, line.purpose, line.what, line.permitted) == (priya.name, "treatment", "record", True)
    assert line.people == [str(cast.sam.pk)]


def test_a_counselor_of_another_site_is_refused_and_the_trail_says_so(cast: Cast, at: datetime) -> None:
    with pytest.raises(NotHere):
        charts.open_for(cast.sign_in(cast.omar), cast.sam.pk, Purpose.TREATMENT, what="record", at=at)
    assert not last_line().permitted


def test_refused_and_unknown_sound_alike(cast: Cast, at: datetime) -> None:
    omar = cast.sign_in(cast.omar)
    with pytest.raises(NotHere) as refused:
        charts.open_for(omar, cast.sam.pk, Purpose.TREATMENT, what="record", at=at)
    with pytest.raises(NotHere) as unknown:
        charts.open_for(omar, uuid4(), Purpose.TREATMENT, what="record", at=at)
    assert str(refused.value) == str(unknown.value)


def test_a_person_of_another_organization_does_not_exist(cast: Cast, at: datetime) -> None:
    lines = AccessLine.objects.count()
    with pytest.raises(NotHere):
        charts.open_for(
            cast.sign_in(cast.priya), cast.other_person.pk, Purpose.TREATMENT, what="record", at=at
        )
    assert AccessLine.objects.count() == lines


def test_a_participant_opens_their_own_record_and_nobody_elses(cast: Cast, at: datetime) -> None:
    sam = cast.sign_in(cast.sam_account)
    assert charts.open_own(sam, what="today", at=at).person == cast.sam
    with pytest.raises(NotHere):
        charts.open_for(sam, cast.marcus.pk, Purpose.OWN, what="today", at=at)


def test_family_opens_nothing_without_a_consent(cast: Cast, at: datetime) -> None:
    elena = cast.sign_in(cast.elena_account)
    for purpose in Purpose:
        with pytest.raises(NotHere):
            charts.open_for(elena, cast.sam.pk, purpose, what="record", at=at)


def test_a_manager_reads_attendance_and_no_measures(cast: Cast, at: datetime) -> None:
    chart = charts.open_for(cast.sign_in(cast.grace), cast.sam.pk, Purpose.OPERATIONS, what="hours", at=at)
    assert chart.attendances.exists()
    with pytest.raises(NotHere):
        chart.responses  # noqa: B018  # asking is what is refused
    with pytest.raises(NotHere):
        chart.read(b"x")


def test_a_list_writes_one_line_naming_everyone_it_showed(cast: Cast, at: datetime) -> None:
    lines = AccessLine.objects.count()
    everyone = [cast.sam.pk, cast.nadia.pk, cast.marcus.pk]
    shown = charts.open_list(cast.sign_in(cast.priya), everyone, Purpose.TREATMENT, what="roster", at=at)
    assert [chart.person for chart in shown] == [cast.sam, cast.marcus]
    assert AccessLine.objects.count() == lines + 1
    assert last_line().people == sorted([str(cast.sam.pk), str(cast.marcus.pk)])
    assert AccessedPerson.objects.filter(line=last_line()).count() == 2


def test_a_list_of_nobody_writes_nothing(cast: Cast, at: datetime) -> None:
    lines = AccessLine.objects.count()
    assert (
        charts.open_list(cast.sign_in(cast.omar), [cast.sam.pk], Purpose.TREATMENT, what="roster", at=at)
        == []
    )
    assert AccessLine.objects.count() == lines


@pytest.mark.parametrize("text", ["sa", "SAM", "reyes", "  sam   rey", "Réy"])
def test_names_are_found_by_the_start_of_a_word_in_any_case_and_accent(cast: Cast, text: str) -> None:
    found = charts.find_people(cast.sign_in(cast.priya), Purpose.TREATMENT, text=text)
    assert list(found) == [cast.sam.pk]


@pytest.mark.parametrize("text", ["am", "eyes", "%", "zzz", "nadia", "ines"])
def test_what_is_not_the_start_of_a_visible_name_finds_nobody(cast: Cast, text: str) -> None:
    assert list(charts.find_people(cast.sign_in(cast.priya), Purpose.TREATMENT, text=text)) == []


@pytest.mark.parametrize("purpose", Purpose)
def test_what_may_be_listed_is_what_may_be_opened(cast: Cast, at: datetime, purpose: Purpose) -> None:
    staff = [cast.sign_in(one) for one in (cast.priya, cast.omar, cast.grace, cast.june, cast.ada)]
    others = [cast.sign_in(cast.sam_account), cast.sign_in(cast.elena_account)]
    everybody = list(Person.objects.values_list("pk", flat=True))
    for by in [*staff, *others, readers.system(cast.organization.pk, name="test")]:
        listed = set(charts.find_people(by, purpose))
        opened = charts.open_list(by, everybody, purpose, what="people", at=at)
        assert listed == {chart.person.pk for chart in opened}, by.name


def test_a_list_of_the_open_leaves_out_whose_stay_has_ended(cast: Cast) -> None:
    Episode.objects.filter(person=cast.sam).update(is_open=False, ends_on=TODAY)
    for staff, purpose in [(cast.priya, Purpose.TREATMENT), (cast.ada, Purpose.OVERSIGHT)]:
        by = cast.sign_in(staff)
        assert cast.sam.pk in charts.find_people(by, purpose)
        assert cast.sam.pk not in charts.find_people(by, purpose, only_open=True)


def test_the_trail_of_all_this_is_whole(cast: Cast, at: datetime) -> None:
    for staff in (cast.priya, cast.omar, cast.priya):
        charts.open_list(
            cast.sign_in(staff), [cast.sam.pk, cast.nadia.pk], Purpose.TREATMENT, what="roster", at=at
        )
    assert trail.find_break(trail.in_order()) is None


def test_intake_reads_when_and_where_and_not_what_became_of_it(cast: Cast, at: datetime) -> None:
    june, priya = cast.sign_in(cast.june), cast.sign_in(cast.priya)
    scheduled = charts.open_for(june, cast.sam.pk, Purpose.INTAKE, what="record", at=at)
    treated = charts.open_for(priya, cast.sam.pk, Purpose.TREATMENT, what="record", at=at)

    first = scheduled.list_appointments(after=at - timedelta(days=1), at_most=10)[0]

    assert first.session.starts_at is not None
    assert {field.name for field in fields(first)} == {"session", "by_video"}
    assert treated.attendances_and_sessions.filter(session=first.session).exists()
    with pytest.raises(NotHere):
        _ = scheduled.attendances_and_sessions
