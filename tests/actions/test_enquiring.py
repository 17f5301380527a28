"""Who asks is known to intake of that site alone, and has a step and an owner at once."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils.crypto import get_random_string

from cast import AT, Cast, employ_june
from stepwell.actions import (
    begun_enquiries,
    booking_screenings,
    charts,
    enquiring,
    founding,
    moving_enquiries,
    referring,
    stepping,
)
from stepwell.actions.booking_screenings import NoScreening, TimeTaken
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.enquiring import Asked
from stepwell.actions.moving_enquiries import CannotGoOn, MovedSince
from stepwell.actions.referring import CannotRefer
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.privacy.access import Purpose
from stepwell.records.audit.models import AccessLine
from stepwell.records.enquiries.models import BegunEnquiry, Enquiry, Screening
from stepwell.records.people.models import Person
from stepwell.records.program.models import StaffAbsence
from stepwell.records.steps.models import NextStep

ASKED = Asked(
    asker="relative",
    given_name="Robin",
    family_name="Ekberg",
    phone="555-0177",
    safe_from=time(9),
    safe_until=time(20),
    may_leave_message=False,
    language="en",
    asker_name="Kim Ekberg",
    calls_asker=True,
    words="Please call after work.",
)


def key() -> str:
    return get_random_string(20)


@pytest.fixture
def june(cast: Cast) -> Cast:
    """June works at Riverside from nine to five, every day of the week."""
    employ_june(cast)
    return cast


def ask(cast: Cast, *, at: datetime = AT, asked: Asked = ASKED) -> Enquiry:
    by = enquiring.by_the_public()
    return enquiring.enquire(by, asked, site=cast.riverside, key=key(), at=at)


def opened(cast: Cast, enquiry: Enquiry) -> Chart:
    return enquiring.open_chart(cast.sign_in(cast.june), enquiry, at=AT)


def next_step(enquiry: Enquiry) -> NextStep:
    return NextStep.objects.get(enquiry=enquiry, done_at=None)


def first_time(cast: Cast, *, at: datetime = AT) -> datetime:
    return booking_screenings.offer_times(cast.riverside, manner="phone", at=at)[0].starts_at


def away(*, until: date = date(2026, 5, 20)) -> referring.Asked:
    return referring.Asked("residential", "Lakeside Detox", "Mr. Castellano", True, until, "needs_more")


def test_who_asks_has_a_step_an_owner_and_a_time_at_once(june: Cast) -> None:
    enquiry = ask(june)

    step = next_step(enquiry)
    assert (step.what, step.owner, step.due_at) == ("offer_screening", june.june, AT + timedelta(minutes=240))


def test_asking_twice_with_one_key_is_asking_once(june: Cast) -> None:
    by, same = enquiring.by_the_public(), key()

    first = enquiring.enquire(by, ASKED, site=june.riverside, key=same, at=AT)
    second = enquiring.enquire(by, ASKED, site=june.riverside, key=same, at=AT)

    assert first == second
    assert Person.objects.filter(given_name="Robin").count() == 1


def test_what_was_said_is_sealed_and_intake_reads_it(june: Cast) -> None:
    enquiry = ask(june)

    raw = bytes(Enquiry.objects.get(pk=enquiry.pk).told or b"")
    told = enquiring.told_of(opened(june, enquiry), enquiry)

    assert b"Kim" not in raw
    assert (told.asker_name, told.asker_phone, told.words) == (
        "Kim Ekberg",
        "555-0177",
        "Please call after work.",
    )


@pytest.mark.parametrize("who", ["priya", "omar", "grace", "ada"])
def test_no_other_role_finds_who_only_asked(june: Cast, who: str) -> None:
    enquiry = ask(june)
    by = june.sign_in(getattr(june, who))
    purposes = [Purpose.TREATMENT, Purpose.OPERATIONS, Purpose.OVERSIGHT, Purpose.INTAKE, Purpose.SAFETY]

    for purpose in purposes:
        assert enquiry.person_id not in charts.find_people(by, purpose, text="Robin")
        assert charts.open_list(by, [enquiry.person_id], purpose, what="people", at=AT) == []
        with pytest.raises(NotHere):
            charts.open_for(by, enquiry.person_id, purpose, what="record", at=AT)
    with pytest.raises(NotHere):
        enquiring.open_chart(by, enquiry, at=AT)


def test_intake_of_that_site_finds_who_asked_and_of_another_site_does_not(june: Cast) -> None:
    enquiry = ask(june)
    elsewhere = founding.hire(
        "Ivo", "Hill", credential="", languages=["en"], sites=[june.hill], services=[], availability=[],
        role=june.sign_in(june.june).role, email="ivo@test.stepwell.invalid", at=AT,
    )  # fmt: skip

    june_finds = charts.find_people(june.sign_in(june.june), Purpose.INTAKE, text="robin")
    ivo = june.sign_in(elsewhere)

    assert list(june_finds) == [enquiry.person_id]
    assert list(charts.find_people(ivo, Purpose.INTAKE, text="robin")) == []
    with pytest.raises(NotHere):
        enquiring.open_chart(ivo, enquiry, at=AT)


def test_the_trail_tells_of_an_enquiry_and_never_of_its_words(june: Cast) -> None:
    enquiry = ask(june)

    lines = [line for line in AccessLine.objects.all() if str(enquiry.person_id) in map(str, line.people)]
    assert [line.what for line in lines] == ["enquiry", "enquiry"]
    assert all("Ekberg" not in str(line.detail) for line in lines)


def test_times_are_inside_working_hours_and_safe_hours_and_outside_everything_else(june: Cast) -> None:
    StaffAbsence.objects.create(staff=june.june, starts_at=AT, ends_at=AT + timedelta(hours=2), written_at=AT)

    noon = booking_screenings.offer_times(june.riverside, manner="phone", at=AT)
    evening = booking_screenings.offer_times(june.riverside, manner="phone", safe=(time(16), time(20)), at=AT)

    assert noon[0].starts_at == AT + timedelta(hours=2)  # two in the afternoon: the same day
    assert evening[0].starts_at == datetime(2026, 5, 12, 21, 0, tzinfo=UTC)  # four in Chicago


def test_a_time_is_given_once(june: Cast) -> None:
    first, second = ask(june), ask(june)
    start = first_time(june)
    booking_screenings.book(opened(june, first), first, starts_at=start, manner="phone", key=key(), at=AT)

    with pytest.raises(TimeTaken):
        booking_screenings.book(
            opened(june, second), second, starts_at=start, manner="phone", key=key(), at=AT
        )

    assert start not in [
        o.starts_at for o in booking_screenings.offer_times(june.riverside, manner="phone", at=AT)
    ]


def test_booking_opens_the_next_step_and_another_time_gives_the_first_back(june: Cast) -> None:
    enquiry = ask(june)
    chart = opened(june, enquiry)
    times = booking_screenings.offer_times(june.riverside, manner="phone", at=AT)

    booking_screenings.book(chart, enquiry, starts_at=times[0].starts_at, manner="phone", key=key(), at=AT)
    booking_screenings.book(chart, enquiry, starts_at=times[3].starts_at, manner="phone", key=key(), at=AT)

    step = next_step(enquiry)
    assert (step.what, step.due_at) == ("screen", times[3].starts_at)
    assert Screening.objects.filter(enquiry=enquiry, voided_at=None).count() == 1
    assert Enquiry.objects.get(pk=enquiry.pk).state == State.SCREENING.value


def test_the_person_books_without_an_account(june: Cast) -> None:
    enquiry = ask(june)
    chart = enquiring.open_chart(enquiring.by_the_public(), enquiry, at=AT)

    booking_screenings.book(chart, enquiry, starts_at=first_time(june), manner="phone", key=key(), at=AT)

    assert Screening.objects.get(enquiry=enquiry).booked_by is None


def test_after_the_screening_the_level_is_to_be_decided(june: Cast) -> None:
    enquiry = ask(june)
    chart, start = opened(june, enquiry), first_time(june)
    booking_screenings.book(chart, enquiry, starts_at=start, manner="phone", key=key(), at=AT)

    booking_screenings.hold(chart, enquiry, key=key(), at=start + timedelta(minutes=40))

    row = Enquiry.objects.get(pk=enquiry.pk)
    assert row.screened_at == start
    assert next_step(enquiry).what == "decide_level"


def test_a_missed_screening_is_offered_anew(june: Cast) -> None:
    enquiry = ask(june)
    chart, start = opened(june, enquiry), first_time(june)
    booking_screenings.book(chart, enquiry, starts_at=start, manner="phone", key=key(), at=AT)

    booking_screenings.miss(chart, enquiry, key=key(), at=start + timedelta(minutes=40))

    assert next_step(enquiry).what == "offer_screening"


def test_the_waiting_list_waits_for_a_level_that_is_signed(june: Cast) -> None:
    enquiry = ask(june)
    chart = opened(june, enquiry)
    booking_screenings.book(chart, enquiry, starts_at=first_time(june), manner="phone", key=key(), at=AT)

    with pytest.raises(CannotGoOn, match="level of care"):
        moving_enquiries.advance(chart, enquiry, to=State.WAITING, key=key(), at=AT)
    assert next_step(enquiry).what == "screen"


def test_nobody_is_given_up_before_three_tries(june: Cast) -> None:
    enquiry = ask(june)
    chart = opened(june, enquiry)

    with pytest.raises(CannotGoOn, match="three times"):
        moving_enquiries.end(chart, enquiry, to=State.LOST, reason="not_reached", key=key(), at=AT)
    for number in range(3):
        later = AT + timedelta(days=number)
        moving_enquiries.note_try(chart, enquiry, was_reached=False, key=key(), at=later)
    moving_enquiries.end(
        chart, enquiry, to=State.LOST, reason="not_reached", key=key(), at=AT + timedelta(days=3)
    )

    row = Enquiry.objects.get(pk=enquiry.pk)
    assert (row.state, row.is_open) == ("lost", False)
    assert not NextStep.objects.filter(enquiry=enquiry, done_at=None).exists()


def test_an_end_has_a_reason(june: Cast) -> None:
    enquiry = ask(june)

    with pytest.raises(CannotGoOn, match="reason"):
        moving_enquiries.end(opened(june, enquiry), enquiry, to=State.DECLINED, reason="", key=key(), at=AT)


def test_a_referral_has_a_place_and_a_date_to_come_back_and_its_own_steps(june: Cast) -> None:
    enquiry = ask(june)
    chart = opened(june, enquiry)

    with pytest.raises(CannotRefer, match="date to come back"):
        referring.refer_warmly(chart, enquiry, away(until=AT.date()), key=key(), at=AT)
    referring.refer_warmly(chart, enquiry, away(), key=key(), at=AT)
    asks_arrival = next_step(enquiry).what
    stepping.finish_step(chart, enquiry, step="ask_arrival", key=key(), at=AT + timedelta(days=1))

    assert (asks_arrival, next_step(enquiry).what) == ("ask_arrival", "call_back")


def test_who_was_screened_and_referred_is_screened_again_on_coming_back(june: Cast) -> None:
    enquiry = ask(june)
    chart, start = opened(june, enquiry), first_time(june)
    booking_screenings.book(chart, enquiry, starts_at=start, manner="phone", key=key(), at=AT)
    booking_screenings.hold(chart, enquiry, key=key(), at=start + timedelta(minutes=40))
    with pytest.raises(NoScreening):
        booking_screenings.book(chart, enquiry, starts_at=first_time(june), manner="phone", key=key(), at=AT)
    referring.refer_warmly(chart, enquiry, away(), key=key(), at=start + timedelta(hours=1))

    later = AT + timedelta(days=8)
    again = first_time(june, at=later)
    booking_screenings.book(chart, enquiry, starts_at=again, manner="phone", key=key(), at=later)

    assert next_step(enquiry).what == "screen"
    assert Screening.objects.filter(enquiry=enquiry, held_at__isnull=False).count() == 1  # it stays


def test_of_two_who_move_at_once_the_later_is_told(june: Cast) -> None:
    enquiry = ask(june)
    chart, seen = opened(june, enquiry), enquiry.state
    booking_screenings.book(chart, enquiry, starts_at=first_time(june), manner="phone", key=key(), at=AT)

    with pytest.raises(MovedSince):
        moving_enquiries.end(
            chart, enquiry, to=State.DECLINED, reason="own_wish", seen=seen, key=key(), at=AT
        )


def test_answers_are_kept_for_who_has_the_address_and_forgotten_once_sent(june: Cast) -> None:
    secret = begun_enquiries.begin({"given_name": "Robin"}, at=AT)
    raw = bytes(BegunEnquiry.objects.get().answers or b"")

    fresh = begun_enquiries.renew(secret, at=AT)
    found = begun_enquiries.find(fresh, at=AT)

    assert b"Robin" not in raw
    assert found is not None
    assert found.answers == {"given_name": "Robin"}
    assert begun_enquiries.find(secret, at=AT) is None  # each address works once
    assert begun_enquiries.find(fresh, at=AT + timedelta(days=8)) is None

    enquiry = begun_enquiries.send(fresh, ASKED, site=june.riverside, at=AT)
    again = begun_enquiries.send(fresh, ASKED, site=june.riverside, at=AT)
    assert enquiry == again
    assert BegunEnquiry.objects.get().answers is None
