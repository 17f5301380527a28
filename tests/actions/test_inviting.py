"""Links that let somebody in once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from cast import Cast
from stepwell.actions import charts, inviting
from stepwell.actions.charts import Chart
from stepwell.domain.privacy.access import Purpose
from stepwell.records.people.models import Account, Person

pytestmark = pytest.mark.django_db(transaction=True)


def _invite(chart: Chart, at: datetime) -> str:
    return inviting.invite_participant(chart, email="person@test.invalid", language="en", at=at)


def _secret(path: str) -> str:
    return path.removeprefix("/enter/")


def _opened(cast: Cast, person: Person, at: datetime) -> Chart:
    return charts.open_for(cast.sign_in(cast.grace), person.pk, Purpose.OPERATIONS, what="record", at=at)


def test_an_invited_person_comes_in_once_and_the_trail_says_who_invited(cast: Cast, at: datetime) -> None:
    path = _invite(_opened(cast, cast.marcus, at), at)

    assert inviting.use_link(_secret(path), at=at) == Account.objects.get(person=cast.marcus)
    assert inviting.use_link(_secret(path), at=at) is None
    assert charts.AccessLine.objects.filter(what="invited", people=[str(cast.marcus.pk)]).exists()


def test_a_new_link_ends_the_one_before(cast: Cast, at: datetime) -> None:
    lost = _invite(_opened(cast, cast.marcus, at), at)

    found = _invite(_opened(cast, cast.marcus, at), at)

    assert not inviting.is_open(_secret(lost), at=at)
    assert inviting.is_open(_secret(found), at=at)
    assert not inviting.is_open(_secret(found), at=at + inviting.VALID_FOR + timedelta(seconds=1))


def test_nobody_is_let_in_as_a_person_who_signs_in_themselves(cast: Cast, at: datetime) -> None:
    chart = _opened(cast, cast.sam, at)
    assert _invite(chart, at)
    Account.objects.filter(person=cast.sam).update(last_login=at)

    with pytest.raises(inviting.NotYoursToInvite, match="signed in already"):
        _invite(chart, at)


def test_a_person_invites_nobody(cast: Cast, at: datetime) -> None:
    chart = charts.open_own(cast.sign_in(cast.sam_account), what="record", at=at)

    with pytest.raises(inviting.NotYoursToInvite):
        _invite(chart, at)
