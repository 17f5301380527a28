"""A page that names no day of its own shows the day it is at the site, by the clock of the program."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from cast import Cast


@pytest.mark.parametrize("address", ["/desk/tasks", "/desk/people", "/desk/due"])
def test_late_in_the_evening_it_is_still_the_sites_day(cast: Cast, address: str) -> None:
    with time_machine.travel(datetime(2026, 5, 13, 2, 30, tzinfo=UTC), tick=False):  # 9:30 p.m. in Chicago
        browser = Client()
        browser.force_login(cast.priya.account)
        shown = browser.get(address).content.decode()
    assert "Tuesday, May 12" in shown
    assert "Wednesday, May 13" not in shown


def test_a_supporters_page_shows_that_day_too(cast: Cast) -> None:
    with time_machine.travel(datetime(2026, 5, 13, 2, 30, tzinfo=UTC), tick=False):
        browser = Client()
        browser.force_login(cast.elena_account)
        shown = browser.get("/family/").content.decode()
    assert "Tuesday, May 12" in shown
