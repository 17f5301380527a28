"""One person goes the whole way, from the enquiry to the end of the year after; the clock is moved along."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from journeys import way_in, way_on
from journeys.moved_clock import FOLDER, VARIABLE, MovedClock
from journeys.running import Product, running
from journeys.walking import Way

Visit = Callable[..., Page]
Look = Callable[[Page, str], None]

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]  # it starts a product of its own besides


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> MovedClock:
    """A Tuesday morning, so that the way is the same on whatever day it is walked."""
    moved = MovedClock(tmp_path_factory.mktemp("clock") / "seconds")
    moved.move_to(2027, 1, 12, 10, 0)
    return moved


@pytest.fixture(scope="module")
def product(clock: MovedClock) -> Iterator[Product]:
    """A product of this journey's own: nobody else's clock is moved."""
    with running(first_on_path=FOLDER, **{VARIABLE: str(clock.file)}) as started:
        yield started


def test_one_person_goes_the_whole_way(product: Product, clock: MovedClock, visit: Visit, look: Look) -> None:
    way = Way(product, clock, visit, look)
    way_in.asks_for_help(way)
    way_in.is_screened(way)
    way_in.is_offered_a_seat(way)
    way_in.is_admitted(way)
    way_on.has_a_first_day(way)
    way_on.makes_a_plan(way)
    way_on.is_reviewed(way)
    way_on.graduates(way)
    way_on.goes_through_the_year(way)
