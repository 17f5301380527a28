"""The clock and the keys."""

import uuid
from datetime import UTC, datetime

import time_machine

from stepwell.kernel import clock
from stepwell.kernel.identifiers import new_id


def test_now_is_aware_and_in_utc() -> None:
    with time_machine.travel(datetime(2026, 3, 8, 7, 0, tzinfo=UTC), tick=False):
        assert clock.now() == datetime(2026, 3, 8, 7, 0, tzinfo=UTC)
        assert clock.now().tzinfo is UTC


def test_a_key_is_a_plain_uuid_of_version_seven() -> None:
    key = new_id()
    assert type(key) is uuid.UUID
    assert key.version == 7


def test_a_thousand_keys_are_all_different() -> None:
    assert len({new_id() for _ in range(1000)}) == 1000


def test_keys_made_later_sort_later() -> None:
    keys = [new_id() for _ in range(100)]
    assert keys == sorted(keys)
