"""Grace the manager and June of intake in a browser, at the cast's own noon."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from cast import AT, Cast


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def grace(cast: Cast) -> Client:
    browser = Client()
    browser.force_login(cast.grace.account)
    return browser


@pytest.fixture
def june(cast: Cast) -> Client:
    browser = Client()
    browser.force_login(cast.june.account)
    return browser
