"""Nobody the program cares for is ever without a next step, a time and a person who owns it."""

from datetime import date, datetime, time, timedelta

import pytest

from cast import AT, Cast
from stepwell.actions import coming_next, enquiring, enrolling, readers
from stepwell.actions.charts import NotHere
from stepwell.actions.enquiring import Asked
from stepwell.domain.episodes.lifecycle import CARED_FOR, EpisodeState
from stepwell.records.episodes.models import Episode

ASKED = Asked("self", "Robin", "", "555-0177", time(8), time(20), may_leave_message=True, language="en")


def everybody(cast: Cast, at: datetime = AT) -> dict[object, coming_next.Coming]:
    by = readers.system(cast.organization.pk, name="test")
    return {each.person_id: each for each in coming_next.of_everybody(by, at=at)}


def test_who_asked_and_who_is_in_care_have_a_step_a_time_and_an_owner(cast: Cast) -> None:
    enquiry = enquiring.enquire(enquiring.by_the_public(), ASKED, site=cast.riverside, key="ask", at=AT)

    found = everybody(cast)

    assert all(each.is_complete for each in found.values())
    assert found[enquiry.person_id].owner == cast.june
    assert found[cast.sam.pk].owner == cast.priya
    assert len(found) == 4


@pytest.mark.parametrize("state", sorted(CARED_FOR, key=lambda state: state.value))
def test_in_every_state_of_care_there_is_one_also_without_a_counselor(
    cast: Cast, state: EpisodeState
) -> None:
    person = enrolling.register_person(given_name="Kim", family_name="", languages=["en"], at=AT)
    enrolling.enroll(
        person,
        site=cast.riverside,
        template=None,
        counselor=None,
        starts_on=date(2026, 5, 11),
        state=state,
        at=AT,
        by=readers.system(cast.organization.pk, name="test"),
    )

    assert everybody(cast)[person.pk].is_complete


def test_what_is_overdue_is_told(cast: Cast) -> None:
    later = everybody(cast, at=AT + timedelta(days=60))

    assert later[cast.sam.pk].is_overdue


def test_records_that_are_over_ask_for_nothing(cast: Cast) -> None:
    Episode.objects.update(state=EpisodeState.ENDED.value, is_open=False)

    assert everybody(cast) == {}


def test_only_the_program_itself_lists_everybody(cast: Cast) -> None:
    with pytest.raises(NotHere):
        coming_next.of_everybody(cast.sign_in(cast.june), at=AT)
