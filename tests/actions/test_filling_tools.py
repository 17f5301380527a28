"""A tool is saved as it is typed, kept as versions, and read by the person alone until they share it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import Cast
from letting_in import own, priyas
from practiced import fill_in
from stepwell.actions import charts, filling_tools, reading_entries
from stepwell.actions.charts import NotHere
from stepwell.actions.filling_tools import ChangedMeanwhile, NotAnAnswer, NothingYet
from stepwell.domain.privacy.access import Purpose
from stepwell.records.practice.models import Draft, Entry, EntryVersion, Sharing


def test_what_is_typed_is_there_again_and_sealed(cast: Cast, at: datetime) -> None:
    entry = fill_in(own(cast, at=at), "chain", {"trigger": "Payday"}, at=at)

    found = reading_entries.find_one(own(cast, at=at), entry.pk)

    assert (found.answers, found.heading, found.draft_saved_at) == ({"trigger": "Payday"}, "Payday", at)
    assert b"Payday" not in bytes(Draft.objects.get().answers or b"")


def test_one_screen_saves_its_own_fields_and_leaves_the_others(cast: Cast, at: datetime) -> None:
    entry = fill_in(own(cast, at=at), "chain", {"trigger": "Payday", "thought": "Just once"}, at=at)

    filling_tools.save_draft(own(cast, at=at), entry.pk, {"thought": [""], "feeling": ["Empty"]}, at=at)

    found = reading_entries.find_one(own(cast, at=at), entry.pk)
    assert found.answers == {"trigger": "Payday", "feeling": "Empty"}


def test_of_two_words_the_later_typed_counts_in_whatever_order_they_come(cast: Cast, at: datetime) -> None:
    chart = own(cast, at=at)
    entry = fill_in(chart, "chain", {"trigger": "Payday, and alone"}, at=at)

    earlier = at - timedelta(minutes=1)
    filling_tools.save_draft(chart, entry.pk, {"trigger": ["Payd"]}, filled_at=earlier, at=at)

    assert reading_entries.find_one(chart, entry.pk).answers == {"trigger": "Payday, and alone"}


@given(st.permutations(range(4)))
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_in_whatever_order_drafts_arrive_the_last_word_of_each_field_is_there(
    cast: Cast, at: datetime, order: list[int]
) -> None:
    chart = own(cast, at=at)
    entry = fill_in(chart, "chain", {}, at=at, key=f"fill {order}")
    typed = [{"trigger": ["P"]}, {"thought": ["Once"]}, {"trigger": ["Payday"]}, {"thought": ["Just once"]}]

    for number in order:
        filled_at = at - timedelta(seconds=60 - number)
        filling_tools.save_draft(chart, entry.pk, typed[number], filled_at=filled_at, at=at)

    found = reading_entries.find_one(chart, entry.pk)
    assert found.answers == {"trigger": "Payday", "thought": "Just once"}


def test_kept_words_stay_beside_those_that_come_later(cast: Cast, at: datetime) -> None:
    chart = own(cast, at=at)
    entry = fill_in(chart, "chain", {"trigger": "Payday"}, at=at)
    filling_tools.keep(chart, entry.pk, seen_version=0, key="k1", at=at)
    filling_tools.save_draft(chart, entry.pk, {"trigger": ["The way home"]}, at=at)
    filling_tools.keep(chart, entry.pk, seen_version=1, key="k2", at=at)

    rows = EntryVersion.objects.order_by("number")

    assert [reading_entries.read_version(chart, row)["trigger"] for row in rows] == ["Payday", "The way home"]
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(writer="somebody")


def test_sent_twice_is_kept_once(cast: Cast, at: datetime) -> None:
    chart = own(cast, at=at)
    entry = fill_in(chart, "chain", {"trigger": "Payday"}, at=at)
    again = filling_tools.begin(chart, "chain", key="fill", at=at)

    for _ in range(2):
        filling_tools.keep(chart, entry.pk, seen_version=0, key="k1", at=at)

    assert (again, EntryVersion.objects.count()) == (entry, 1)


def test_whoever_sends_no_key_begins_anew(cast: Cast, at: datetime) -> None:
    chart = own(cast, at=at)

    tools = [filling_tools.begin(chart, tool, key="", at=at).tool for tool in ("chain", "diary-card")]

    assert tools == ["chain", "diary-card"]


def test_an_empty_tool_is_not_kept(cast: Cast, at: datetime) -> None:
    entry = fill_in(own(cast, at=at), "chain", {"trigger": " "}, at=at)

    with pytest.raises(NothingYet):
        filling_tools.keep(own(cast, at=at), entry.pk, seen_version=0, key="k1", at=at)


def test_a_number_off_the_scale_is_refused_and_nothing_lost(cast: Cast, at: datetime) -> None:
    entry = fill_in(own(cast, at=at), "urge-surfing", {"before": "7"}, at=at)

    with pytest.raises(NotAnAnswer) as refused:
        filling_tools.save_draft(own(cast, at=at), entry.pk, {"before": ["11"]}, at=at)

    assert refused.value.field_id == "before"
    assert reading_entries.find_one(own(cast, at=at), entry.pk).answers == {"before": "7"}


def test_a_tool_is_private_until_it_is_shared(cast: Cast, at: datetime) -> None:
    entry = fill_in(own(cast, at=at), "chain", {"trigger": "Payday"}, at=at)
    filling_tools.keep(own(cast, at=at), entry.pk, seen_version=0, key="k1", at=at)

    with pytest.raises(NotHere):
        reading_entries.find_one(priyas(cast, at=at), entry.pk)
    filling_tools.share(own(cast, at=at), entry.pk, Sharing.ALL, key="s1", at=at)

    assert reading_entries.find_one(priyas(cast, at=at), entry.pk).heading == "Payday"
    with pytest.raises(NotHere):
        filling_tools.save_draft(priyas(cast, at=at), entry.pk, {"trigger": ["x"]}, at=at)


def test_a_draft_is_read_by_who_typed_it(cast: Cast, at: datetime) -> None:
    chart = own(cast, at=at)
    entry = fill_in(chart, "chain", {"trigger": "Payday"}, at=at)
    filling_tools.keep(chart, entry.pk, seen_version=0, shared=Sharing.ALL, key="k1", at=at)

    filling_tools.save_draft(chart, entry.pk, {"trigger": ["Not yet said"]}, at=at)

    assert reading_entries.find_one(priyas(cast, at=at), entry.pk).heading == "Payday"
    assert reading_entries.find_one(chart, entry.pk).heading == "Not yet said"


def test_a_plan_is_made_by_both_and_there_is_one(cast: Cast, at: datetime) -> None:
    told = {"people": ["Mo, 555-0100"]}
    filling_tools.keep_whole(priyas(cast, at=at), "safety-plan", told, seen_version=0, key="d1", at=at)
    entry = fill_in(own(cast, at=at), "safety-plan", {"own": "Walk to the river"}, at=at)
    filling_tools.keep(own(cast, at=at), entry.pk, seen_version=1, key="k1", at=at)

    _, filled, versions = reading_entries.find_plan(priyas(cast, at=at), "safety-plan")

    assert filled is not None
    assert filled.answers == {"people": "Mo, 555-0100", "own": "Walk to the river"}
    assert [row.writer for row in versions] == ["Sam Reyes", "Priya Natarajan LCSW"]
    assert Entry.objects.count() == 1


def test_of_two_who_write_a_plan_at_once_the_later_is_told(cast: Cast, at: datetime) -> None:
    entry = fill_in(own(cast, at=at), "safety-plan", {"own": "Walk to the river"}, at=at)
    told = {"people": ["Mo, 555-0100"]}
    filling_tools.keep_whole(priyas(cast, at=at), "safety-plan", told, seen_version=0, key="d1", at=at)

    with pytest.raises(ChangedMeanwhile):
        filling_tools.keep(own(cast, at=at), entry.pk, seen_version=0, key="k1", at=at)

    assert reading_entries.find_one(own(cast, at=at), entry.pk).answers["own"] == "Walk to the river"


def test_another_person_s_entry_is_not_there(cast: Cast, at: datetime) -> None:
    entry = fill_in(own(cast, at=at), "chain", {"trigger": "Payday"}, at=at)
    marcus = charts.open_for(
        cast.sign_in(cast.priya), cast.marcus.pk, Purpose.TREATMENT, what="practice", at=at
    )

    with pytest.raises(NotHere):
        reading_entries.find_one(marcus, entry.pk)
    with pytest.raises(NotHere):
        filling_tools.begin(own(cast, at=at), "no-such-tool", key="x", at=at)
    with pytest.raises(NotHere):
        filling_tools.begin(marcus, "chain", key="x", at=at)


def test_who_runs_the_program_reads_none(cast: Cast, at: datetime) -> None:
    graces = charts.open_for(cast.sign_in(cast.grace), cast.sam.pk, Purpose.OPERATIONS, what="record", at=at)

    with pytest.raises(NotHere):
        reading_entries.list_entries(graces)
    with pytest.raises(NotHere):
        filling_tools.keep_whole(graces, "safety-plan", {"own": ["x"]}, seen_version=0, key="d1", at=at)
