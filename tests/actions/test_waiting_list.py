"""The waiting list: who asked first is first, nobody is overtaken but by a rule, and a range is told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import AT, TODAY, Cast
from on_the_way import make_track, opened, person_of, wait
from stepwell.actions import charts, enrolling, priorities, readers, waiting_list
from stepwell.actions.charts import NotHere
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.privacy.access import Role
from stepwell.domain.waiting.order import INJECTING, PREGNANT
from stepwell.records.audit.models import AccessLine
from stepwell.records.enquiries.models import Enquiry
from stepwell.records.waiting.models import PriorityGround

HOUR = timedelta(hours=1)


def listed(cast: Cast) -> list[str]:
    """Who waits at Riverside, in order, by first name."""
    found = waiting_list.list_waiting(cast.sign_in(cast.june), at=AT)
    here = next(one for one in found if one.site == cast.riverside)
    return [each.person.given_name for each in here.people]


def tell(cast: Cast, enquiry: Enquiry, *grounds: str, key: str = "tell") -> None:
    priorities.tell(opened(cast, enquiry), enquiry, grounds=grounds, key=key, at=AT)


def end_a_stay(cast: Cast, days: int) -> None:
    """Somebody's stay at Riverside that ended after so many days."""
    person = enrolling.register_person(given_name="Past", family_name="One", languages=["en"], at=AT)
    by = readers.system(cast.organization.pk, name="test")
    began = TODAY - timedelta(days=days)
    stay = enrolling.enroll(
        person,
        site=cast.riverside,
        template=cast.template,
        counselor=cast.priya,
        starts_on=began,
        state=State.ACTIVE,
        at=AT,
        by=by,
    )
    enrolling.move_episode(stay, to=State.DISCHARGED, on=TODAY, reason="", by=by, at=AT)


def test_who_asked_first_is_first(cast: Cast) -> None:
    wait(cast, "Kim", at=AT - HOUR)
    wait(cast, "Robin", at=AT - 2 * HOUR)

    assert listed(cast) == ["Robin", "Kim"]


def test_a_rule_puts_somebody_first_and_taking_it_back_leaves_the_line_as_it_was(cast: Cast) -> None:
    wait(cast, "Kim", at=AT - HOUR)
    late = wait(cast, "Robin")

    tell(cast, late, PREGNANT)
    assert listed(cast) == ["Robin", "Kim"]

    tell(cast, late, key="again")
    assert listed(cast) == ["Kim", "Robin"]
    assert PriorityGround.objects.filter(enquiry=late, voided_at=AT).count() == 1


def test_a_rule_of_the_programs_own_comes_after_the_federal_ones(cast: Cast) -> None:
    june = cast.sign_in(cast.june)
    priorities.write_rule(june, title="Comes from detox", source="Board, 2026-02", key="rule", at=AT)
    kim, robin = wait(cast, "Kim"), wait(cast, "Robin")

    tell(cast, kim, "comes-from-detox")
    tell(cast, robin, INJECTING, key="robin")

    assert listed(cast) == ["Robin", "Kim"]


def test_a_rule_without_a_source_is_refused(cast: Cast) -> None:
    june = cast.sign_in(cast.june)

    with pytest.raises(priorities.NotARule):
        priorities.write_rule(june, title="Friends of ours", source=" ", key="rule", at=AT)


def test_the_place_of_one_names_nobody_else(cast: Cast) -> None:
    wait(cast, "Kim", at=AT - HOUR)
    mine = wait(cast, "Robin")
    account = enrolling.give_account(
        person_of(mine), email="robin@test.stepwell.invalid", role=Role.PARTICIPANT, language="en", at=AT
    )
    lines = AccessLine.objects.count()

    own = waiting_list.find_own_place(
        charts.open_own(cast.sign_in(account), what="waiting_place", at=AT), at=AT
    )

    assert own is not None
    assert (own.place.number, own.place.of) == (2, 2)
    assert "Kim" not in str(own.place.sentence)
    assert AccessLine.objects.count() == lines + 1


def test_who_does_not_wait_has_no_place(cast: Cast) -> None:
    chart = charts.open_own(cast.sign_in(cast.sam_account), what="waiting_place", at=AT)

    assert waiting_list.find_own_place(chart, at=AT) is None


@pytest.mark.parametrize("who", ["priya", "grace", "ada"])
def test_nobody_but_intake_reads_the_list(cast: Cast, who: str) -> None:
    wait(cast)

    with pytest.raises(NotHere):
        waiting_list.list_waiting(cast.sign_in(getattr(cast, who)), at=AT)


def test_without_any_stay_that_ended_nothing_is_said_of_how_long(cast: Cast) -> None:
    make_track(cast)
    wait(cast)

    found = waiting_list.list_waiting(cast.sign_in(cast.june), at=AT)

    assert [one.knows_stays for one in found] == [False, False]
    assert [each.wait for one in found for each in one.people] == [None]


def test_a_free_seat_that_suits_is_said_to_be_free_now(cast: Cast) -> None:
    make_track(cast)
    end_a_stay(cast, 56)
    wait(cast)

    found = waiting_list.list_waiting(cast.sign_in(cast.june), at=AT)
    robin = next(each for one in found for each in one.people)

    assert robin.wait is not None
    assert str(robin.wait.sentence) == "A seat is free now."
    assert [one.track.title for one in robin.suits] == ["Evenings"]


def test_a_full_track_gives_a_range_and_never_one_number(cast: Cast) -> None:
    cast.group.max_members = 2
    cast.group.save(update_fields=["max_members"])
    make_track(cast)
    for days in (40, 56, 84, 100):
        end_a_stay(cast, days)
    wait(cast)

    found = waiting_list.list_waiting(cast.sign_in(cast.june), at=AT)
    robin = next(each for one in found for each in one.people)

    assert robin.wait is not None
    assert robin.wait.low is not None
    assert robin.wait.high is not None
    assert 0 < robin.wait.low < robin.wait.high


def test_hours_of_ones_own_that_clash_make_a_track_unfit(cast: Cast) -> None:
    make_track(cast)
    end_a_stay(cast, 56)
    enquiry = wait(cast)
    group = cast.group
    enrolling.tell_busy(
        opened(cast, enquiry),
        kind="work",
        weekday=group.weekday,
        from_time=group.start_time,
        until_time=group.start_time.replace(hour=group.start_time.hour + 1),
        zone=cast.riverside.zone,
        at=AT,
    )

    found = waiting_list.list_waiting(cast.sign_in(cast.june), at=AT)
    robin = next(each for one in found for each in one.people)

    assert robin.suits == ()
    assert robin.wait is not None
    assert robin.wait.low is None


def test_what_the_law_wants_by_when_is_said_and_late_is_late(cast: Cast) -> None:
    enquiry = wait(cast, at=AT - timedelta(days=15))
    tell(cast, enquiry, INJECTING)

    found = waiting_list.list_waiting(cast.sign_in(cast.june), at=AT)
    robin = next(each for one in found for each in one.people)

    assert robin.deadlines.admit_by == date(2026, 5, 11)
    assert robin.deadlines.source == "45 CFR 96.126(b)"
    assert robin.is_late(at=AT)


def test_one_line_names_everybody_and_many_ask_no_more_than_few(cast: Cast) -> None:
    make_track(cast)
    end_a_stay(cast, 56)
    wait(cast, "Robin")
    june = cast.sign_in(cast.june)
    waiting_list.list_waiting(june, at=AT)
    with CaptureQueriesContext(connection) as few:
        waiting_list.list_waiting(june, at=AT)
    for number in range(6):
        wait(cast, f"Kim {number}")
    lines = AccessLine.objects.count()

    with CaptureQueriesContext(connection) as many:
        waiting_list.list_waiting(june, at=AT)

    assert len(many) == len(few)
    assert AccessLine.objects.count() == lines + 1
