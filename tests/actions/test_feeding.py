"""A feed gives times and nothing else away, to whoever has its secret and to nobody after it ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from icalendar import Calendar

from cast import AT, Cast
from stepwell.actions import feeding, scheduling_sessions
from stepwell.actions.charts import NotHere


def _events(written: bytes | None) -> list:  # type: ignore[type-arg]  # components of an untyped library
    assert written is not None
    return list(Calendar.from_ical(written).walk("VEVENT"))


def test_a_participants_feed_says_appointment_and_no_place(cast: Cast) -> None:
    secret = feeding.make_feed(cast.sam_account, at=AT)

    written = feeding.render_feed(secret, at=AT)

    events = _events(written)
    assert {str(event["summary"]) for event in events} == {"Appointment"}
    assert all("location" not in event for event in events)
    assert b"CBT" not in (written or b"")
    assert b"Sam" not in (written or b"")


def test_times_are_the_sessions_own_on_both_sides_of_summer_time(cast: Cast) -> None:
    secret = feeding.make_feed(cast.sam_account, at=AT)
    starts = {event["dtstart"].dt for event in _events(feeding.render_feed(secret, at=AT))}
    assert cast.today.starts_at in starts


def test_lines_are_read_the_same_by_a_plain_reader(cast: Cast) -> None:
    """A second reader that knows only RFC 5545's unfolding and names, no library."""
    secret = feeding.make_feed(cast.sam_account, at=AT)
    text = (feeding.render_feed(secret, at=AT) or b"").decode().replace("\r\n ", "")
    starts = [line.partition(":")[2] for line in text.split("\r\n") if line.startswith("DTSTART")]
    assert starts
    assert all(start.endswith("Z") for start in starts)
    assert cast.today.starts_at is not None
    assert f"{cast.today.starts_at:%Y%m%dT%H%M%SZ}" in starts


def test_a_staff_feed_of_a_site_tells_the_room(cast: Cast) -> None:
    account = cast.grace.account
    assert account is not None
    secret = feeding.make_feed(account, site_id=cast.riverside.pk, at=AT)
    assert {str(event["location"]) for event in _events(feeding.render_feed(secret, at=AT))} == {"Room 2"}


def test_nobody_makes_a_feed_of_a_site_they_do_not_work_at(cast: Cast) -> None:
    account = cast.omar.account
    assert account is not None
    with pytest.raises(NotHere):
        feeding.make_feed(account, site_id=cast.riverside.pk, at=AT)


def test_an_ended_and_an_unknown_secret_open_nothing(cast: Cast) -> None:
    secret = feeding.make_feed(cast.sam_account, at=AT)
    feeding.end_feed(cast.sam_account, at=AT)
    assert feeding.render_feed(secret, at=AT) is None
    assert feeding.render_feed("guess", at=AT) is None


def test_a_new_feed_ends_the_old_and_keeps_the_entries_names(cast: Cast) -> None:
    old = feeding.make_feed(cast.sam_account, at=AT)
    before = {str(event["uid"]) for event in _events(feeding.render_feed(old, at=AT))}
    new = feeding.make_feed(cast.sam_account, at=AT)
    assert feeding.render_feed(old, at=AT) is None
    assert {str(event["uid"]) for event in _events(feeding.render_feed(new, at=AT))} == before


def test_a_cancelled_session_stays_and_says_so_with_a_higher_sequence(cast: Cast) -> None:
    secret = feeding.make_feed(cast.sam_account, at=AT)
    scheduling_sessions.cancel_session(cast.today, by=cast.sign_in(cast.grace), at=AT)
    changed = [e for e in _events(feeding.render_feed(secret, at=AT)) if str(e["status"]) == "CANCELLED"]
    assert [event["sequence"] for event in changed] == [1]


def test_only_four_weeks_back_and_twelve_ahead_are_told(cast: Cast) -> None:
    secret = feeding.make_feed(cast.sam_account, at=AT)
    assert _events(feeding.render_feed(secret, at=AT + timedelta(weeks=40))) == []


def test_a_form_sent_again_gives_the_same_address_and_another_form_a_new_one(cast: Cast) -> None:
    first = feeding.make_feed(cast.sam_account, key="form-1", at=AT)
    assert feeding.make_feed(cast.sam_account, key="form-1", at=AT) == first
    assert feeding.render_feed(first, at=AT) is not None

    other = feeding.make_feed(cast.sam_account, key="form-2", at=AT)
    assert other != first
    assert feeding.make_feed(cast.sam_account, key="form-1", at=AT) == ""
    assert feeding.render_feed(other, at=AT) is not None


def test_an_address_that_was_ended_does_not_come_back_with_its_form(cast: Cast) -> None:
    secret = feeding.make_feed(cast.sam_account, key="form", at=AT)
    feeding.end_feed(cast.sam_account, at=AT)

    assert feeding.make_feed(cast.sam_account, key="form", at=AT) == ""
    assert feeding.render_feed(secret, at=AT) is None


def test_two_accounts_with_one_key_get_two_addresses(cast: Cast) -> None:
    assert cast.grace.account is not None
    mine = feeding.make_feed(cast.sam_account, key="form", at=AT)
    assert feeding.make_feed(cast.grace.account, key="form", at=AT) != mine
