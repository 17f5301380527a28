"""The manager's pages of payers' days, by clicks."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from cast import STARTED, TODAY, Cast
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.records.billing.models import DayEntry, Payer
from stepwell.records.sessions.models import Attendance, AttendanceState

OWN = {
    "format": "stepwell-hours-rules/1",
    "name": "By day",
    "editions": [{"from": "2020-01-01", "day_minutes": 165, "note_required": False, "plan_required": False}],
}
LAST_WEEK = TODAY - timedelta(days=7)


@pytest.fixture(autouse=True)
def came(cast: Cast, at: datetime) -> None:
    """Sam came to every group so far."""
    Attendance.objects.filter(person=cast.sam, starts_at__lt=at).update(state=AttendanceState.HERE)


def post(browser: Client, address: str, **told: Any) -> int:
    return browser.post(address, {"key": fresh_key(), **told}).status_code


def test_from_rules_to_a_billed_day_and_the_file(cast: Cast, grace: Client) -> None:
    person = f"/manage/billing/people/{cast.sam.pk}"
    rules = {"name": "Prairie", "from_on": STARTED.isoformat(), "own": json.dumps(OWN)}
    assert post(grace, "/manage/billing/payers", **rules) == 302
    payer = str(Payer.objects.get().pk)
    assert post(grace, person, act="link", payer=payer, link_from=STARTED.isoformat()) == 302
    assert "Sam Reyes" in grace.get("/manage/billing").content.decode()
    file = b"".join(grace.get("/manage/billing.csv")).decode()  # type: ignore[arg-type]  # streams
    assert f"unbilled but billable,Sam Reyes,{LAST_WEEK},Prairie,165,1" in file

    assert post(grace, person, act="bill", days=[LAST_WEEK.isoformat()]) == 302

    assert DayEntry.objects.get().act == "billed"
    assert "billed" in grace.get(person).content.decode()


def test_what_is_not_told_right_is_shown_again_with_a_sentence(cast: Cast, grace: Client) -> None:
    wrong = {"name": "Prairie", "from_on": STARTED.isoformat(), "own": '{"format": "no"}'}
    page = grace.post("/manage/billing/payers", {"key": fresh_key(), **wrong})

    assert page.status_code == 422
    assert "These rules can&#x27;t be read" in page.content.decode()
    assert post(grace, f"/manage/billing/people/{cast.sam.pk}", act="overrule") == 422
    assert post(grace, f"/manage/billing/people/{cast.sam.pk}", act="bill") == 422
    assert not DayEntry.objects.exists()
