"""The privacy officer reads who looked, checks the seal, and takes an accounting along."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import pytest
import time_machine
from django.test import Client

from cast import Cast
from stepwell.actions import charts
from stepwell.domain.privacy.access import Purpose
from stepwell.records.audit.models import AccessLine


@pytest.fixture
def ada(cast: Cast) -> Client:
    """The privacy officer's browser; Priya has opened Sam's record before."""
    charts.open_for(cast.sign_in(cast.priya), cast.sam.pk, Purpose.TREATMENT, what="record", at=_now())
    browser = Client()
    assert cast.ada.account is not None
    browser.force_login(cast.ada.account)
    return browser


def _now() -> datetime:
    from stepwell.kernel import clock

    return clock.now()


def test_a_line_says_who_whose_what_and_for_what(ada: Client) -> None:
    page = ada.get("/trail/").content.decode()

    for words in ("Priya Natarajan", "Sam Reyes", "the record", "treatment"):
        assert words in page


def test_lines_are_found_by_person(ada: Client, cast: Cast) -> None:
    about_sam = ada.get("/trail/", {"person": str(cast.sam.pk)}).content.decode()
    about_marcus = ada.get("/trail/", {"person": str(cast.marcus.pk)}).content.decode()

    assert "Priya Natarajan" in about_sam
    assert "Priya Natarajan" not in about_marcus


def test_people_are_found_by_the_beginning_of_a_name(ada: Client, cast: Cast) -> None:
    page = ada.get("/trail/", {"q": "rey"}).content.decode()

    assert f"?person={cast.sam.pk}" in page
    assert f"?person={cast.marcus.pk}" not in page


def test_a_refused_opening_is_listed_as_refused(ada: Client, cast: Cast) -> None:
    with pytest.raises(charts.NotHere):
        charts.open_for(cast.sign_in(cast.omar), cast.sam.pk, Purpose.TREATMENT, what="record", at=_now())

    page = ada.get("/trail/", {"person": str(cast.sam.pk)}).content.decode()

    assert "Omar Haddad" in page
    assert "refused" in page


def test_a_day_without_openings_is_empty_and_a_wrong_day_is_left_out(ada: Client) -> None:
    empty = ada.get("/trail/", {"day": "2001-01-01"}).content.decode()
    wrong = ada.get("/trail/", {"day": "yesterday"})

    assert "No lines here" in empty
    assert wrong.status_code == 200


def test_the_seal_holds_until_a_line_is_changed(ada: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    before = ada.get("/trail/seal").content.decode()
    monkeypatch.setattr("stepwell.records.audit.trail.hash_of", lambda line: "0" * 64)

    after = ada.get("/trail/seal").content.decode()

    assert "The trail holds" in before
    assert "does not hold" in after


def test_the_accounting_lists_every_line_about_the_person(ada: Client, cast: Cast) -> None:
    answer = ada.get(f"/trail/person/{cast.sam.pk}/accounting.csv")

    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert ("Priya Natarajan LCSW", "treatment") in {(row["who"], row["purpose"]) for row in rows}
    assert len(rows) == AccessLine.objects.filter(accessed__person_id=cast.sam.pk).count()


def test_the_accounting_of_another_organizations_person_is_not_there(ada: Client, cast: Cast) -> None:
    theirs = ada.get(f"/trail/person/{cast.other_person.pk}/accounting.csv")
    nobodys = ada.get("/trail/person/00000000-0000-7000-8000-000000000000/accounting.csv")

    assert theirs.status_code == nobodys.status_code == 404


def test_queries_do_not_grow_with_the_lines(
    ada: Client, cast: Cast, django_assert_max_num_queries: object
) -> None:
    for _ in range(30):
        charts.open_for(cast.sign_in(cast.priya), cast.sam.pk, Purpose.TREATMENT, what="record", at=_now())

    with django_assert_max_num_queries(22):  # type: ignore[operator]  # a fixture that is a context manager
        ada.get("/trail/")


def test_times_are_shown_in_the_sites_zone(ada: Client, cast: Cast, at: datetime) -> None:
    with time_machine.travel(at, tick=False):
        charts.open_for(cast.sign_in(cast.priya), cast.marcus.pk, Purpose.TREATMENT, what="record", at=at)
        browser = Client()
        assert cast.ada.account is not None
        browser.force_login(cast.ada.account)

        page = browser.get("/trail/", {"person": str(cast.marcus.pk)}).content.decode()

    assert "noon" in page


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_beyond_all_calendars_is_left_out(ada: Client, day: str) -> None:
    assert ada.get("/trail/", {"day": day}).status_code == 200
