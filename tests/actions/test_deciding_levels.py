"""The clinician who is asked decides and signs; what is signed stays, and the person goes on."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from cast import AT, Cast
from on_the_way import opened
from screened import agree, ask_priya, begin, fill_in, key, sheet, told
from stepwell.actions import assessing, charts, coming_next, deciding_levels, moving_enquiries
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.deciding_levels import CannotSign
from stepwell.actions.moving_enquiries import CannotGoOn
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.privacy.access import Purpose
from stepwell.records.enquiries.models import Enquiry
from stepwell.records.placement.models import Assessment, LevelDecision
from stepwell.records.steps.models import NextStep

LATER = AT + timedelta(hours=1)


def sign(chart: Chart, form: Assessment, selected: str = "intensive_outpatient", **words: str) -> None:
    seen = sheet(chart, form).version
    deciding_levels.sign(chart, form, selected=selected, seen=seen, key=key(), at=LATER, **words)


def now(enquiry: Enquiry) -> Enquiry:
    return Enquiry.objects.get(pk=enquiry.pk)


def step(enquiry: Enquiry) -> NextStep:
    return NextStep.objects.get(enquiry=enquiry, done_at=None)


def test_who_is_asked_reaches_this_person_alone_and_owns_the_decision(cast: Cast) -> None:
    enquiry, other = agree(cast), agree(cast, "Kim")
    chart, form = begin(cast, enquiry)
    by = cast.sign_in(cast.priya)

    priyas = ask_priya(cast, chart, form)

    assert priyas.person.pk == enquiry.person_id
    assert [one.person.pk for one in deciding_levels.list_asked_of(by, at=LATER)] == [enquiry.person_id]
    assert (step(enquiry).what, step(enquiry).owner) == ("decide_level", cast.priya)
    with pytest.raises(NotHere):
        assessing.open_chart(by, other, at=LATER)
    with pytest.raises(NotHere):
        charts.open_for(by, enquiry.person_id, Purpose.TREATMENT, what="record", at=LATER)
    assert deciding_levels.list_asked_of(cast.sign_in(cast.omar), at=LATER) == []


def test_one_asked_before_reaches_the_person_no_more(cast: Cast) -> None:
    enquiry = agree(cast)
    chart, form = begin(cast, enquiry)
    ask_priya(cast, chart, form)
    cast.june.credential = "RN"
    cast.june.save(update_fields=["credential"])

    deciding_levels.ask(chart, form, clinician=cast.june.pk, took_place=False, key=key(), at=LATER)

    with pytest.raises(NotHere):
        assessing.open_chart(cast.sign_in(cast.priya), enquiry, at=LATER)
    assert step(enquiry).owner == cast.june


def test_only_a_clinician_of_the_site_is_asked(cast: Cast) -> None:
    chart, form = begin(cast, agree(cast))

    assert deciding_levels.list_clinicians(cast.riverside) == [cast.priya]
    with pytest.raises(CannotSign, match="of this site"):
        deciding_levels.ask(chart, form, clinician=cast.omar.pk, took_place=True, key=key(), at=LATER)


def test_a_signed_level_that_is_given_here_puts_the_person_on_the_waiting_list(cast: Cast) -> None:
    enquiry = agree(cast)
    chart, form = begin(cast, enquiry)
    fill_in(chart, form)

    sign(ask_priya(cast, chart, form), form)
    row = LevelDecision.objects.get()

    assert now(enquiry).state == State.WAITING.value
    assert (row.signer, row.credential, row.signed_at) == ("Priya Natarajan", "LCSW", LATER)
    assert (row.suggested, row.selected, row.variance) == ("intensive_outpatient", "intensive_outpatient", "")
    assert coming_next.of_enquiries([now(enquiry)], at=LATER)[enquiry.pk].is_complete


def test_before_it_is_signed_nobody_goes_on(cast: Cast) -> None:
    enquiry = agree(cast)
    chart, form = begin(cast, enquiry)
    fill_in(chart, form)

    with pytest.raises(CannotGoOn, match="signs it first"):
        moving_enquiries.advance(chart, enquiry, to=State.WAITING, key=key(), at=LATER)


def test_intake_without_a_credential_signs_nothing(cast: Cast) -> None:
    chart, form = begin(cast, agree(cast))
    fill_in(chart, form)

    with pytest.raises(CannotSign, match="with a credential"):
        sign(chart, form)
    assert not LevelDecision.objects.exists()


def test_a_level_that_differs_has_a_reason_and_words(cast: Cast) -> None:
    enquiry = agree(cast)
    chart, form = begin(cast, enquiry)
    fill_in(chart, form, {"around": "pulls"})  # asks for the day program
    priyas = ask_priya(cast, chart, form)

    with pytest.raises(CannotSign, match="not the level"):
        sign(priyas, form)
    sign(priyas, form, variance="person_wishes", words="Wants to keep the job.")
    signed = deciding_levels.find_signed(priyas, form)

    assert signed is not None
    assert (signed.row.suggested, signed.row.variance, signed.words) == (
        "day",
        "person_wishes",
        "Wants to keep the job.",
    )
    assert signed.suggestion is not None
    assert [reason.dimension for reason in signed.suggestion.reasons] == ["around"]
    assert now(enquiry).state == State.WAITING.value


def test_a_level_given_elsewhere_asks_for_a_place_and_the_waiting_list_says_why(cast: Cast) -> None:
    enquiry = agree(cast)
    chart, form = begin(cast, enquiry)
    fill_in(chart, form, {"around": "not_safe"})

    sign(ask_priya(cast, chart, form), form, "residential")

    assert (step(enquiry).what, step(enquiry).owner) == ("refer_warmly", cast.june)
    with pytest.raises(CannotGoOn, match="given elsewhere"):
        moving_enquiries.advance(chart, enquiry, to=State.WAITING, key=key(), at=LATER)


def test_while_a_red_flag_is_up_nothing_is_signed(cast: Cast) -> None:
    chart, form = begin(cast, agree(cast))
    fill_in(chart, form)
    assessing.write(chart, form, [told(chart, form, "flag", "medical_emergency", "yes")], at=AT)

    with pytest.raises(CannotSign, match="red flag"):
        sign(ask_priya(cast, chart, form), form)


def test_an_answer_that_changed_while_one_read_is_read_first(cast: Cast) -> None:
    chart, form = begin(cast, agree(cast))
    fill_in(chart, form)
    priyas = ask_priya(cast, chart, form)
    seen = sheet(priyas, form).version
    assessing.write(chart, form, [told(chart, form, "dimension", "mind", "very_troubled")], at=AT)

    with pytest.raises(CannotSign, match="changed while you read"):
        deciding_levels.sign(priyas, form, selected="intensive_outpatient", seen=seen, key=key(), at=LATER)


def test_what_is_signed_can_not_be_changed_and_amendments_stand_beside_it(cast: Cast) -> None:
    chart, form = begin(cast, agree(cast))
    fill_in(chart, form)
    priyas = ask_priya(cast, chart, form)
    sign(priyas, form)
    row = LevelDecision.objects.get()

    with pytest.raises(CannotSign):
        deciding_levels.amend(chart, row, words="June adds.", key=key(), at=LATER)
    deciding_levels.amend(priyas, row, words="Spoke with Dr. Amadi.", key=key(), at=LATER)
    with pytest.raises(DatabaseError), transaction.atomic():
        LevelDecision.objects.update(selected="hospital")

    signed = deciding_levels.find_signed(priyas, form)
    assert signed is not None
    assert [(one.credential, words) for one, words in signed.amendments] == [
        ("LCSW", "Spoke with Dr. Amadi.")
    ]
    assert signed.row.selected == "intensive_outpatient"


def test_signed_twice_is_signed_once(cast: Cast) -> None:
    enquiry = agree(cast)
    chart, form = begin(cast, enquiry)
    fill_in(chart, form)
    priyas, same = ask_priya(cast, chart, form), key()
    seen = sheet(priyas, form).version

    for _time in range(2):
        deciding_levels.sign(priyas, form, selected="intensive_outpatient", seen=seen, key=same, at=LATER)

    assert LevelDecision.objects.count() == 1
    assert [one.row.title for one in deciding_levels.list_signed(opened(cast, enquiry))] == [
        "Intensive outpatient program, several evenings or days a week"
    ]
