"""A warm referral has a place, a name, a call made together and a date; who comes back is screened again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cast import AT, TODAY, Cast
from on_the_way import make_track, opened
from screened import agree, ask_priya, begin, fill_in, key, sheet
from stepwell.actions import assessing, booking_screenings, deciding_levels, holding_seats, referring
from stepwell.actions.referring import Asked, CannotRefer
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.records.enquiries.models import Enquiry
from stepwell.records.placement.models import Referral
from stepwell.records.steps.models import NextStep

BACK = TODAY + timedelta(days=6)
AWAY = Asked("residential", "Lakeside Detox", "Mr. Castellano", True, BACK, "needs_more")


def step(enquiry: Enquiry) -> str:
    return NextStep.objects.get(enquiry=enquiry, done_at=None).what


@pytest.mark.parametrize(
    ("lacking", "words"),
    [
        ({"place": " "}, "who there takes over"),
        ({"taken_over_by": ""}, "who there takes over"),
        ({"called_together": False}, "together"),
        ({"returns_on": TODAY}, "after today"),
        ({"level": "moon"}, "Choose a level"),
    ],
)
def test_what_makes_it_warm_is_all_there(cast: Cast, lacking: dict[str, object], words: str) -> None:
    enquiry = agree(cast)
    chart = opened(cast, enquiry)

    with pytest.raises(CannotRefer, match=words):
        referring.refer_warmly(chart, enquiry, replace(AWAY, **lacking), key=key(), at=AT)  # type: ignore[arg-type]  # each field by its name
    assert not Referral.objects.exists()


def test_who_is_referred_has_a_date_and_a_next_step_and_the_place_is_sealed(cast: Cast) -> None:
    enquiry = agree(cast)
    chart = opened(cast, enquiry)

    referring.refer_warmly(chart, enquiry, AWAY, key=key(), at=AT)
    away = referring.find_away(chart, enquiry)
    row = Enquiry.objects.get(pk=enquiry.pk)

    assert (row.state, row.returns_on, step(enquiry)) == (State.REFERRED.value, BACK, "ask_arrival")
    assert away is not None
    assert (away.place, away.taken_over_by) == ("Lakeside Detox", "Mr. Castellano")
    assert b"Lakeside" not in bytes(away.row.words)


def test_after_a_level_was_signed_the_referral_is_to_a_level_of_that_edition(cast: Cast) -> None:
    enquiry = agree(cast)
    chart, form = begin(cast, enquiry)
    fill_in(chart, form, {"around": "not_safe"})
    priyas = ask_priya(cast, chart, form)
    deciding_levels.sign(
        priyas, form, selected="residential", seen=sheet(priyas, form).version, key=key(), at=AT
    )

    levels, decided = referring.list_levels(enquiry)
    referring.refer_warmly(chart, enquiry, replace(AWAY, level=decided), key=key(), at=AT)

    assert [level.id for level in levels][-2:] == ["residential", "hospital"]
    assert Referral.objects.get().level == "residential"


def test_another_date_is_agreed_and_the_first_stays_written(cast: Cast) -> None:
    enquiry = agree(cast)
    chart = opened(cast, enquiry)
    referring.refer_warmly(chart, enquiry, AWAY, key=key(), at=AT)
    later = AT + timedelta(days=5)

    with pytest.raises(CannotRefer, match="after today"):
        referring.agree_return(chart, enquiry, returns_on=TODAY, key=key(), at=later)
    referring.agree_return(chart, enquiry, returns_on=date(2026, 6, 1), key=key(), at=later)

    assert Enquiry.objects.get(pk=enquiry.pk).returns_on == date(2026, 6, 1)
    assert [row.how_ended for row in Referral.objects.order_by("made_at")] == ["changed", ""]


def test_who_comes_back_is_screened_again_with_a_form_of_its_own(cast: Cast) -> None:
    enquiry = agree(cast)
    chart, first = begin(cast, enquiry)
    referring.refer_warmly(chart, enquiry, AWAY, key=key(), at=AT)
    later = AT + timedelta(days=7)

    offers = booking_screenings.offer_times(cast.riverside, manner="phone", at=later)
    booking_screenings.book(
        chart, enquiry, starts_at=offers[0].starts_at, manner="phone", key=key(), at=later
    )
    second = assessing.begin(chart, enquiry, key=key(), at=later)

    assert step(enquiry) == "screen"
    assert second != first
    assert Referral.objects.get().how_ended == State.SCREENING.value


def test_a_seat_is_held_where_the_program_holds_one_so_long(cast: Cast) -> None:
    make_track(cast)
    far = replace(AWAY, returns_on=TODAY + timedelta(days=80), wants_seat=True)
    soon, late, unasked = agree(cast), agree(cast, "Kim"), agree(cast, "Lee")

    referring.refer_warmly(opened(cast, soon), soon, replace(AWAY, wants_seat=True), key=key(), at=AT)
    referring.refer_warmly(opened(cast, late), late, far, key=key(), at=AT)
    referring.refer_warmly(opened(cast, unasked), unasked, AWAY, key=key(), at=AT)
    until = dict(Referral.objects.values_list("enquiry", "seat_held_until"))
    held = holding_seats.find_held(soon.person, at=AT)

    assert (until[soon.pk], until[late.pk], until[unasked.pk]) == (BACK + timedelta(days=3), None, None)
    assert held is not None
    assert held.until_on == until[soon.pk]
