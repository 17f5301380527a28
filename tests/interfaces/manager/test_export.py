"""The export of hours: whole, noted, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io

from django.test import Client

from cast import Cast
from stepwell.actions import enrolling
from stepwell.domain.episodes.lifecycle import EpisodeState
from stepwell.interfaces.manager.views.hours import harmless
from stepwell.records.audit.models import AccessLine
from stepwell.records.people.models import Person


def _admit(cast: Cast, given: str) -> None:
    from cast import AT, STARTED

    person: Person = enrolling.register_person(given_name=given, family_name="Quill", languages=["en"], at=AT)
    enrolling.enroll(
        person,
        site=cast.riverside,
        template=cast.template,
        counselor=cast.priya,
        starts_on=STARTED,
        state=EpisodeState.ACTIVE,
        at=AT,
        by=cast.sign_in(cast.june),
    )


def _rows(browser: Client) -> list[list[str]]:
    body = b"".join(browser.get("/manage/hours.csv?week=2026-W20"))  # type: ignore[arg-type]  # streams
    assert body.startswith("\ufeff".encode())
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))


def test_a_name_that_is_a_formula_stays_a_name(cast: Cast, grace: Client) -> None:
    _admit(cast, '=HYPERLINK("x")')

    names = [row[1] for row in _rows(grace)]

    assert '\'=HYPERLINK("x") Quill' in names
    assert "Sam Reyes" in names


def test_every_sign_a_spreadsheet_takes_for_a_formula_is_quoted() -> None:
    assert [harmless(sign + "1")[0] for sign in ("=", "+", "-", "@", "\t", "\r")] == ["'"] * 6


def test_an_export_is_noted_as_one(cast: Cast, grace: Client) -> None:
    rows = _rows(grace)

    line = AccessLine.objects.order_by("-sequence").first()
    assert line is not None
    assert line.what == "hours_export"
    assert len(rows) == 1 + 3
