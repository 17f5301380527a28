"""The practice of tonight comes from the group that was attended, and the counselor sees what is shared."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import TODAY, Cast
from letting_in import own, priyas
from practiced import come_to_group, practice
from stepwell.actions import charts, filling_tools, practicing
from stepwell.actions.charts import NotHere
from stepwell.domain.curriculum.files import shipped
from stepwell.domain.privacy.access import Purpose
from stepwell.records.practice.models import Entry, EntryKind, Sharing
from stepwell.records.sessions.models import AttendanceState

LONG_AGO = timedelta(days=7)


def test_who_came_to_group_has_a_practice_that_evening(cast: Cast) -> None:
    at = come_to_group(cast)

    tonight = practicing.find_tonight(own(cast, at=at), at=at)

    assert tonight is not None
    assert (tonight.session, tonight.entry) == (cast.today, None)
    assert tonight.tool.id == shipped().modules[0].sessions[0].id


@pytest.mark.parametrize("state", [AttendanceState.EXPECTED, AttendanceState.MISSED, AttendanceState.EXCUSED])
def test_who_was_not_there_has_none(cast: Cast, state: AttendanceState) -> None:
    at = come_to_group(cast, state=state)

    assert practicing.find_tonight(own(cast, at=at), at=at) is None
    with pytest.raises(NotHere):
        practicing.begin_tonight(own(cast, at=at), key="k", at=at)


def test_it_stays_the_same_practice_all_evening_and_past_midnight(cast: Cast) -> None:
    at = come_to_group(cast)
    entry = practice(cast, shared=Sharing.NOBODY, at=at)
    late = at.replace(hour=6)  # one in the morning in Chicago

    tonight = practicing.find_tonight(own(cast, at=late), at=late)

    assert tonight is not None
    assert (tonight.entry, tonight.is_done, entry.on) == (entry, True, TODAY)
    days_later = at + timedelta(days=4)
    assert practicing.find_tonight(own(cast, at=days_later), at=days_later) is None


def test_the_next_one_is_new_to_the_person(cast: Cast) -> None:
    at = come_to_group(cast)
    ids = [session.id for session in shipped().modules[0].sessions]

    def chosen(seen: list[str]) -> str | None:
        return practicing.choose_topic(shipped(), [cast.today], seen=seen)

    practice(cast, shared=Sharing.NOBODY, at=at)
    assert chosen(ids[:1]) == ids[1]
    assert chosen([ids[1]]) == ids[0]
    assert chosen([one.id for module in shipped().modules for one in module.sessions]) == ids[0]
    assert practicing.choose_topic(shipped(), [], seen=[]) is None


def test_begun_twice_is_one_practice(cast: Cast) -> None:
    at = come_to_group(cast)

    first = practicing.begin_tonight(own(cast, at=at), key="one", at=at)
    again = practicing.begin_tonight(own(cast, at=at), key="two", at=at)

    assert (first, Entry.objects.count()) == (again, 1)


def test_practices_done_are_counted_and_not_those_begun(cast: Cast) -> None:
    at = come_to_group(cast)
    practicing.begin_tonight(own(cast, at=at), key="one", at=at)
    assert practicing.count_done(own(cast, at=at)) == 0

    practice(cast, shared=Sharing.NOBODY, at=at)

    assert practicing.count_done(own(cast, at=at)) == 1


@pytest.mark.parametrize(
    ("shared", "seen"), [(Sharing.NOBODY, None), (Sharing.DONE, ""), (Sharing.ALL, "It got quieter")]
)
def test_the_counselor_sees_what_the_person_shares(cast: Cast, shared: Sharing, seen: str | None) -> None:
    at = come_to_group(cast)
    practice(cast, shared=shared, at=at)

    found = practicing.practiced_since(cast.sign_in(cast.priya), [cast.sam.pk], at - LONG_AGO, at)

    assert [one.words for one in found.get(cast.sam.pk, [])] == ([] if seen is None else [seen])
    for one in found.get(cast.sam.pk, []):
        assert (one.came_of_it is not None) == (shared == Sharing.ALL)


def test_what_was_shared_can_be_taken_back(cast: Cast) -> None:
    at = come_to_group(cast)
    entry = practice(cast, shared=Sharing.ALL, at=at)

    filling_tools.share(own(cast, at=at), entry.pk, Sharing.NOBODY, key="back", at=at)

    assert practicing.practiced_since(cast.sign_in(cast.priya), [cast.sam.pk], at - LONG_AGO, at) == {}


@pytest.mark.parametrize("who", ["omar", "june", "grace", "ada"])
def test_nobody_else_sees_it(cast: Cast, who: str) -> None:
    at = come_to_group(cast)
    practice(cast, shared=Sharing.ALL, at=at)

    by = cast.sign_in(getattr(cast, who))

    assert practicing.practiced_since(by, [cast.sam.pk], at - LONG_AGO, at) == {}


def test_a_counselor_does_not_practice_for_somebody(cast: Cast, at: datetime) -> None:
    after = come_to_group(cast)

    with pytest.raises(NotHere):
        practicing.begin_tonight(priyas(cast, at=after), key="k", at=after)
    with pytest.raises(NotHere):
        practicing.count_done(priyas(cast, at=at))


def test_what_was_shared_is_read_as_quickly_for_many_as_for_one(cast: Cast) -> None:
    at = come_to_group(cast)
    practice(cast, shared=Sharing.ALL, at=at)
    opened = charts.open_list(
        cast.sign_in(cast.priya), [cast.sam.pk, cast.marcus.pk], Purpose.TREATMENT, what="practice", at=at
    )
    for chart in opened:
        chart.seal("a key that is known is not asked for again")

    with CaptureQueriesContext(connection) as for_one:
        practicing.practiced_of(opened[:1], since=at - LONG_AGO)
    marcus = Entry.objects.create(
        person=cast.marcus,
        kind=EntryKind.TOOL,
        tool="chain",
        on=TODAY,
        begun_at=at,
        begun_by=cast.marcus.pk,
        done_at=at,
        version=1,
        shared=Sharing.DONE,
    )
    with CaptureQueriesContext(connection) as for_two:
        found = practicing.practiced_of(opened, since=at - LONG_AGO)

    assert [one.title.en for one in found[marcus.person_id]] == ["Follow the chain"]
    assert len(for_two) == len(for_one)


def test_the_topic_that_the_note_of_the_group_names_goes_home(cast: Cast) -> None:
    wanted = practicing.choose_topic(shipped(), [cast.today], seen=[], named="crisis-minutes")
    assert wanted == "crisis-minutes"
    assert practicing.choose_topic(shipped(), [cast.today], seen=[], named="no-such-one") == "chain"
