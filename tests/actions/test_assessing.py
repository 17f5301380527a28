"""The form of a screening: red flags stop it, every answer is kept, and of two nobody's is lost unseen."""

import pytest

from cast import AT, Cast
from on_the_way import opened
from screened import AT_EASE, agree, begin, fill_in, key, sheet, told
from stepwell.actions import assessing, charts, minding_flags
from stepwell.actions.assessing import CannotScreen, Stopped, Told
from stepwell.actions.charts import NotHere
from stepwell.actions.minding_flags import NotMinded
from stepwell.domain.placement.suggestion import Outcome
from stepwell.domain.privacy.access import Purpose
from stepwell.records.placement.models import Answer, Assessment, FlagDone

FLAG = "withdrawal_danger"


def test_a_form_is_begun_once_by_the_edition_that_ships(cast: Cast) -> None:
    enquiry = agree(cast)

    chart, form = begin(cast, enquiry)
    _chart, again = begin(cast, enquiry)

    assert form == again
    assert sheet(chart, form).edition.id == "stepwell-neutral/1"


def test_without_a_time_agreed_there_is_no_form(cast: Cast) -> None:
    enquiry = agree(cast)
    enquiry.screenings.update(voided_at=AT, why_void="missed")

    with pytest.raises(CannotScreen, match="Agree on a time"):
        begin(cast, enquiry)


def test_answers_are_kept_one_by_one_and_the_suggestion_follows(cast: Cast) -> None:
    chart, form = begin(cast, agree(cast))

    before = sheet(chart, form).suggestion.outcome
    fill_in(chart, form, {"around": "not_safe"})
    after = sheet(chart, form).suggestion

    assert before is Outcome.INCOMPLETE
    assert (after.outcome, after.level and after.level.id) == (Outcome.WARM_REFERRAL, "residential")
    assert [need.dimension.id for need in after.because] == [
        "around"
    ]  # the most severe need, never an average


def test_words_of_a_rating_are_sealed_and_an_answer_before_stays_with_its_dates(cast: Cast) -> None:
    chart, form = begin(cast, agree(cast))

    assessing.write(chart, form, [told(chart, form, "dimension", "mind", "troubled", "Sleeps badly.")], at=AT)
    assessing.write(chart, form, [told(chart, form, "dimension", "mind", "settled")], at=AT)
    rows = list(Answer.objects.order_by("from_at", "pk"))

    assert [row.value for row in rows] == ["troubled", "settled"]
    assert [row.until_at is None for row in rows] == [False, True]
    assert b"Sleeps" not in bytes(rows[0].words or b"")


def test_the_same_answer_again_writes_nothing(cast: Cast) -> None:
    chart, form = begin(cast, agree(cast))
    same = told(chart, form, "dimension", "mind", "troubled")

    assessing.write(chart, form, [same], at=AT)
    left = assessing.write(chart, form, [same], at=AT)

    assert left == ()
    assert Answer.objects.count() == 1


def test_of_two_at_once_the_later_is_asked_and_nothing_of_the_first_is_lost(cast: Cast) -> None:
    chart, form = begin(cast, agree(cast))
    mine = told(chart, form, "dimension", "mind", "settled")
    other = told(chart, form, "dimension", "body", "settled")
    assessing.write(chart, form, [told(chart, form, "dimension", "mind", "troubled")], at=AT)

    left = assessing.write(chart, form, [mine, other], at=AT)

    assert left == (mine,)
    lines = {line.asks.id: line.value for line in sheet(chart, form).dimensions}
    assert (lines["mind"], lines["body"]) == ("troubled", "settled")


def test_what_one_did_not_touch_never_overwrites_a_colleague(cast: Cast) -> None:
    chart, form = begin(cast, agree(cast))
    assessing.write(chart, form, [told(chart, form, "dimension", "mind", "troubled")], at=AT)
    untouched = told(chart, form, "dimension", "mind", "troubled")
    assessing.write(chart, form, [told(chart, form, "dimension", "mind", "settled")], at=AT)

    left = assessing.write(chart, form, [untouched], at=AT)

    assert left == ()
    assert {line.asks.id: line.value for line in sheet(chart, form).dimensions}["mind"] == "settled"


def test_a_red_flag_stops_the_form_until_a_clinician_looked(cast: Cast) -> None:
    chart, form = begin(cast, agree(cast))
    assessing.write(chart, form, [told(chart, form, "flag", FLAG, "yes")], at=AT)

    with pytest.raises(Stopped, match="red flag"):
        assessing.write(chart, form, [told(chart, form, "dimension", "mind", "settled")], at=AT)
    with pytest.raises(Stopped, match="what was done"):
        assessing.write(chart, form, [told(chart, form, "flag", FLAG, "no")], at=AT)
    with pytest.raises(NotMinded, match="A clinician looks"):  # June has no credential
        minding_flags.write_done(chart, form, flag=FLAG, came_of="goes_on", words="Looked.", key=key(), at=AT)

    assert sheet(chart, form).suggestion.outcome is Outcome.STOP


def test_what_was_done_is_written_by_name_and_the_form_goes_on(cast: Cast) -> None:
    cast.june.credential = "RN"
    cast.june.save(update_fields=["credential"])
    chart, form = begin(cast, agree(cast))
    assessing.write(chart, form, [told(chart, form, "flag", FLAG, "yes")], at=AT)

    minding_flags.write_done(
        chart, form, flag=FLAG, came_of="goes_on", words="Dr. Amadi looked: no danger.", key=key(), at=AT
    )
    line = next(each for each in sheet(chart, form).flags if each.asks.id == FLAG)

    assert line.value == "no"
    assert [(done.done_by, done.credential, words) for done, words in line.done] == [
        (cast.june, "RN", "Dr. Amadi looked: no danger.")
    ]
    assert b"Amadi" not in bytes(FlagDone.objects.get().words)


@pytest.mark.parametrize(("came_of", "value"), [("handed_over", "yes"), ("mistake", "no")])
def test_intake_hands_over_or_takes_back_a_mistake(cast: Cast, came_of: str, value: str) -> None:
    chart, form = begin(cast, agree(cast))
    assessing.write(chart, form, [told(chart, form, "flag", FLAG, "yes")], at=AT)

    minding_flags.write_done(chart, form, flag=FLAG, came_of=came_of, words="911 came.", key=key(), at=AT)

    line = next(each for each in sheet(chart, form).flags if each.asks.id == FLAG)
    assert line.value == value
    assert Answer.objects.filter(what=FLAG, value="yes").count() == 1  # that it was up is never taken away


def test_what_was_done_has_words(cast: Cast) -> None:
    chart, form = begin(cast, agree(cast))
    assessing.write(chart, form, [told(chart, form, "flag", FLAG, "yes")], at=AT)

    with pytest.raises(NotMinded, match="Write down"):
        minding_flags.write_done(chart, form, flag=FLAG, came_of="handed_over", words=" ", key=key(), at=AT)


@pytest.mark.parametrize(
    "wrong",
    [
        Told("dimension", "mind", "nearly"),
        Told("dimension", "moods", "settled"),
        Told("flag", FLAG, "maybe"),
        Told("flag", "weather", "yes"),
        Told("dimension", "mind", "settled", "x" * 2001),
    ],
)
def test_an_answer_that_is_not_on_the_form_is_refused(cast: Cast, wrong: Told) -> None:
    chart, form = begin(cast, agree(cast))

    with pytest.raises(CannotScreen):
        assessing.write(chart, form, [wrong], at=AT)


def test_another_screening_begins_another_form_and_the_first_stays(cast: Cast) -> None:
    enquiry = agree(cast)
    chart, first = begin(cast, enquiry)
    fill_in(chart, first)
    enquiry.screenings.update(voided_at=AT, why_void="again")
    enquiry.screenings.create(
        staff=cast.june, starts_at=AT, ends_at=AT.replace(hour=18), manner="phone", booked_at=AT
    )

    _chart, second = begin(cast, enquiry)

    assert second != first
    assert list(assessing.list_earlier(chart, enquiry, but=second)) == [first]
    assert not Assessment.objects.get(pk=first.pk).is_open
    with pytest.raises(CannotScreen, match="closed"):
        assessing.write(chart, first, [told(chart, first, "dimension", "mind", "troubled")], at=AT)


@pytest.mark.parametrize("who", ["priya", "omar", "grace", "ada"])
def test_nobody_but_intake_reaches_a_screening_without_being_asked(cast: Cast, who: str) -> None:
    enquiry = agree(cast)
    begin(cast, enquiry)
    by = cast.sign_in(getattr(cast, who))

    with pytest.raises(NotHere):
        assessing.open_chart(by, enquiry, at=AT)
    assert not charts.find_people(by, Purpose.PLACEMENT, text="Robin").exists()
    assert opened(cast, enquiry).person.given_name == "Robin"


def test_the_neutral_ratings_of_these_tests_ask_for_this_program(cast: Cast) -> None:
    chart, form = begin(cast, agree(cast))

    fill_in(chart, form, AT_EASE)

    assert sheet(chart, form).suggestion.outcome is Outcome.ADMIT_HERE
