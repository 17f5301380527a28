"""A query composed once answers as the ORM does, with new values and in each scope."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from stepwell.records.program.models import Site, Staff
from stepwell.records.tenancy import composed, scope
from stepwell.records.tenancy.composed import Gaps
from stepwell.records.tenancy.models import Organization


@composed.once
def _named(gap: Gaps) -> QuerySet[Site]:
    return Site.objects.filter(name=gap.name)


@composed.once
def _among(gap: Gaps) -> QuerySet[Site, str]:
    return Site.objects.filter(pk__in=gap.many("keys")).order_by("name").values_list("name", flat=True)


@composed.once
def _retired(gap: Gaps) -> QuerySet[Staff, dict[str, Any]]:
    return Staff.objects.filter(retired_at__lte=gap.at).values("given_name", "retired_at")


@composed.once
def _founded(gap: Gaps) -> QuerySet[Organization]:
    return Organization.objects.filter(pk=gap.key)


def _site(name: str) -> Site:
    return Site.objects.create(name=name, zone="America/Chicago")


def test_it_answers_with_the_values_of_each_time(organization: Organization) -> None:
    here, there = _site("Here"), _site("There")
    assert [_named(name="Here"), _named(name="There"), _named(name="Nowhere")] == [[here], [there], []]


def test_the_first_row_or_none(organization: Organization) -> None:
    here = _site("Here")
    assert (_named.first(name="Here"), _named.first(name="Nowhere")) == (here, None)


def test_a_list_may_have_another_length_each_time(organization: Organization) -> None:
    keys: list[UUID] = [_site(name).pk for name in ("A", "B", "C")]
    assert _among(keys=keys) == ["A", "B", "C"]
    assert _among(keys=keys[1:]) == ["B", "C"]
    assert _among(keys=[]) == []


def test_moments_and_dictionaries_come_as_the_orm_gives_them(organization: Organization) -> None:
    left = datetime(2026, 3, 3, 12, tzinfo=UTC)
    Staff.objects.create(given_name="Ana", family_name="Ruiz", retired_at=left)
    assert _retired(at=left) == [{"given_name": "Ana", "retired_at": left}]
    assert _retired(at=datetime(2026, 3, 3, 11, tzinfo=UTC)) == []


def test_a_row_is_found_in_its_own_scope_and_in_no_other(organization: Organization, at: datetime) -> None:
    other = Organization.objects.create(name="Another", created_at=at)
    here = _site("Here")
    assert _named(name="Here") == [here]
    with scope.within(other.pk):
        assert _named(name="Here") == []


def test_outside_a_scope_it_raises_though_it_was_composed_in_one(organization: Organization) -> None:
    _named(name="Here")
    scope_closed = scope._current.set(None)
    with pytest.raises(scope.OutsideScope):
        _named(name="Here")
    scope._current.reset(scope_closed)


def test_what_has_no_scope_needs_none(db: None, at: datetime) -> None:
    found = Organization.objects.create(name="Another", created_at=at)
    assert _founded(key=found.pk) == [found]


def test_it_sends_the_statement_the_orm_would_send(organization: Organization) -> None:
    with CaptureQueriesContext(connection) as composed_once:
        _named(name="Here")
    with CaptureQueriesContext(connection) as as_ever:
        list(Site.objects.filter(name="Here"))
    assert composed_once[0]["sql"].replace("(%s)", "%s") != ""
    assert composed_once[0]["sql"].replace("('Here')", "'Here'") == as_ever[0]["sql"]


def test_a_value_that_was_not_told_is_an_error(organization: Organization) -> None:
    with pytest.raises(KeyError):
        _named()


def test_a_day_is_told_as_the_database_keeps_it(organization: Organization) -> None:
    assert composed._prepared(date(2026, 3, 3)) in {"2026-03-03", date(2026, 3, 3)}
