"""Two people who must not meet: told from either page, ended, and known to few."""

from __future__ import annotations

from datetime import datetime

import pytest

from cast import TODAY, Cast
from stepwell.actions import charts, grouping, keeping_apart
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.keeping_apart import CannotKeepApart
from stepwell.domain.privacy.access import Purpose
from stepwell.records.audit.models import AccessedPerson, AccessLine
from stepwell.records.episodes.models import KeepApart
from stepwell.records.people.models import Person
from stepwell.records.program.models import StaffSite


def _open(cast: Cast, person: Person, at: datetime) -> Chart:
    return charts.open_for(cast.sign_in(cast.june), person.pk, Purpose.INTAKE, what="keep_apart", at=at)


def _names(chart: Chart, at: datetime) -> list[str]:
    return [one.person.given_name for one in keeping_apart.list_apart(chart, on=TODAY, at=at)]


def test_a_pair_stands_on_both_pages(cast: Cast, at: datetime) -> None:
    keeping_apart.keep_apart(_open(cast, cast.sam, at), cast.nadia.pk, key="a", at=at)

    assert _names(_open(cast, cast.sam, at), at) == ["Nadia"]
    assert _names(_open(cast, cast.nadia, at), at) == ["Sam"]
    assert _names(_open(cast, cast.marcus, at), at) == []


def test_telling_it_twice_or_from_the_other_side_is_once(cast: Cast, at: datetime) -> None:
    keeping_apart.keep_apart(_open(cast, cast.sam, at), cast.nadia.pk, key="a", at=at)
    keeping_apart.keep_apart(_open(cast, cast.sam, at), cast.nadia.pk, key="a", at=at)
    keeping_apart.keep_apart(_open(cast, cast.nadia, at), cast.sam.pk, key="b", at=at)

    assert KeepApart.objects.count() == 1


def test_a_form_sent_again_brings_no_ended_pair_back(cast: Cast, at: datetime) -> None:
    chart = _open(cast, cast.sam, at)
    keeping_apart.keep_apart(chart, cast.nadia.pk, key="a", at=at)
    pair = KeepApart.objects.get()

    keeping_apart.end(_open(cast, cast.nadia, at), pair.pk, key="e", at=at)
    keeping_apart.end(chart, pair.pk, key="f", at=at)
    keeping_apart.keep_apart(chart, cast.nadia.pk, key="a", at=at)

    pair.refresh_from_db()
    assert pair.voided_at == at
    assert _names(chart, at) == []


def test_no_line_names_both_and_none_says_the_matter(cast: Cast, at: datetime) -> None:
    chart = _open(cast, cast.sam, at)
    keeping_apart.keep_apart(chart, cast.nadia.pk, key="a", at=at)
    keeping_apart.end(chart, KeepApart.objects.get().pk, key="e", at=at)

    lines = AccessLine.objects.filter(what="keep_apart")
    people = [
        set(AccessedPerson.objects.filter(line=line).values_list("person_id", flat=True)) for line in lines
    ]
    assert {cast.sam.pk, cast.nadia.pk} not in people
    assert all(set(line.detail) <= {"about"} for line in lines)
    assert not any(str(cast.nadia.pk) in str(line.detail) for line in lines if _is_about(line, cast.sam))


def _is_about(line: AccessLine, person: Person) -> bool:
    return AccessedPerson.objects.filter(line=line, person_id=person.pk).exists()


def test_nobody_is_kept_apart_from_themselves(cast: Cast, at: datetime) -> None:
    chart = _open(cast, cast.sam, at)

    with pytest.raises(CannotKeepApart):
        keeping_apart.keep_apart(chart, cast.sam.pk, key="a", at=at)

    assert not KeepApart.objects.exists()


def test_neither_the_person_nor_a_counselor_is_told(cast: Cast, at: datetime) -> None:
    keeping_apart.keep_apart(_open(cast, cast.sam, at), cast.nadia.pk, key="a", at=at)
    own = charts.open_own(cast.sign_in(cast.sam_account), what="record", at=at)
    priya = charts.open_for(cast.sign_in(cast.priya), cast.sam.pk, Purpose.TREATMENT, what="record", at=at)

    for chart in (own, priya):
        with pytest.raises(NotHere):
            keeping_apart.list_apart(chart, on=TODAY, at=at)
        with pytest.raises(NotHere):
            keeping_apart.count_apart(chart)
        with pytest.raises(NotHere):
            keeping_apart.keep_apart(chart, cast.marcus.pk, key="b", at=at)


def test_who_may_not_open_the_other_neither_sees_tells_nor_ends_it(cast: Cast, at: datetime) -> None:
    keeping_apart.keep_apart(_open(cast, cast.sam, at), cast.nadia.pk, key="a", at=at)
    StaffSite.objects.filter(staff=cast.june, site=cast.hill).delete()
    chart = _open(cast, cast.sam, at)

    assert _names(chart, at) == []
    with pytest.raises(NotHere):
        keeping_apart.keep_apart(chart, cast.nadia.pk, key="b", at=at)
    with pytest.raises(NotHere):
        keeping_apart.end(chart, KeepApart.objects.get().pk, key="e", at=at)
    assert KeepApart.objects.get().voided_at is None


def test_a_group_of_both_is_told(cast: Cast, at: datetime) -> None:
    chart = _open(cast, cast.sam, at)
    keeping_apart.keep_apart(chart, cast.marcus.pk, key="a", at=at)

    (pair,) = keeping_apart.list_apart(chart, on=TODAY, at=at)

    assert [key for key, _title in pair.together] == [cast.group.pk]
    grouping.leave(cast.group, cast.marcus, until_on=TODAY, by=cast.sign_in(cast.june), at=at)
    (pair,) = keeping_apart.list_apart(chart, on=TODAY, at=at)
    assert pair.together == ()
