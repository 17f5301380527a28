"""PHQ-9 and GAD-7: sums, bands, blanks, safety and change."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.instruments import gad7, phq9, registry
from stepwell.domain.instruments.change import ChangeKind, between
from stepwell.domain.instruments.instrument import BandRange, IncompleteAnswers, Instrument, NotAnAnswer

answer = st.integers(0, 3)
nine = st.lists(answer, min_size=9, max_size=9)
seven = st.lists(answer, min_size=7, max_size=7)
both = pytest.mark.parametrize("instrument", registry.INSTRUMENTS.values(), ids=lambda one: one.key)


@pytest.mark.parametrize(
    ("total", "name"),
    [
        *((0, "MINIMAL"), (4, "MINIMAL"), (5, "MILD"), (9, "MILD"), (10, "MODERATE"), (14, "MODERATE")),
        *((15, "MODERATELY_SEVERE"), (19, "MODERATELY_SEVERE"), (20, "SEVERE"), (27, "SEVERE")),
    ],
)
def test_phq9_bands_begin_and_end_where_published(total: int, name: str) -> None:
    assert phq9.PHQ9.band_of(total) is phq9.Severity[name]


@pytest.mark.parametrize(
    ("total", "name"),
    [
        *((0, "MINIMAL"), (4, "MINIMAL"), (5, "MILD"), (9, "MILD"), (10, "MODERATE"), (14, "MODERATE")),
        *((15, "SEVERE"), (21, "SEVERE")),
    ],
)
def test_gad7_bands_begin_and_end_where_published(total: int, name: str) -> None:
    assert gad7.GAD7.band_of(total) is gad7.Severity[name]


@given(nine)
def test_a_phq9_total_is_the_sum(answers: list[int]) -> None:
    assert registry.scoring("phq9").score(answers).total == sum(answers)


@given(nine, st.integers(0, 8))
def test_a_worse_answer_never_lowers_the_score(answers: list[int], question: int) -> None:
    worse = [*answers]
    worse[question] = min(3, worse[question] + 1)
    order = list(phq9.Severity)
    before, after = registry.scoring("phq9").score(answers), registry.scoring("phq9").score(worse)
    assert after.total >= before.total
    assert order.index(after.band) >= order.index(before.band)


@given(nine, st.integers(0, 8))
def test_a_blank_is_not_a_zero(answers: list[int | None], question: int) -> None:
    answers[question] = None
    with pytest.raises(IncompleteAnswers, match="1 of 9"):
        registry.scoring("phq9").score(answers)


@given(seven, st.integers(0, 6))
def test_a_form_that_stops_early_has_no_total(answers: list[int], question: int) -> None:
    with pytest.raises(IncompleteAnswers):
        registry.scoring("gad7").score(answers[:question])


@given(st.lists(st.none() | answer, max_size=9))
def test_only_question_nine_asks_about_safety(answers: list[int | None]) -> None:
    expected = len(answers) == 9 and answers[8] in (1, 2, 3)
    assert registry.scoring("phq9").asks_about_safety(answers) == expected


def test_question_nine_asks_about_safety_while_the_rest_is_blank() -> None:
    assert registry.scoring("phq9").asks_about_safety([None] * 8 + [1])


def test_a_total_of_one_can_ask_about_safety() -> None:
    score = registry.scoring("phq9").score([0] * 8 + [1])
    assert (score.total, score.band, score.asks_about_safety) == (1, phq9.Severity.MINIMAL, True)


@given(seven)
def test_gad7_never_asks_about_safety(answers: list[int]) -> None:
    assert not registry.scoring("gad7").score(answers).asks_about_safety


@both
@pytest.mark.parametrize("strange", [-1, 4, 99])
def test_an_answer_that_is_not_offered_is_refused(instrument: Instrument, strange: int) -> None:
    with pytest.raises(NotAnAnswer):
        instrument.total([strange])


@both
def test_more_answers_than_questions_are_refused(instrument: Instrument) -> None:
    too_many: Sequence[int] = [0] * (len(instrument.items) + 1)
    with pytest.raises(NotAnAnswer):
        instrument.total(too_many)


@both
def test_the_lowest_and_highest_totals_are_those_of_all_lowest_and_all_highest_answers(
    instrument: Instrument,
) -> None:
    count = len(instrument.items)
    assert instrument.total([0] * count) == instrument.minimum
    assert instrument.total([3] * count) == instrument.maximum


@both
def test_the_first_anchor_is_not_the_misprint(instrument: Instrument) -> None:
    assert instrument.options[0].text == "Not at all"


@both
def test_the_credit_line_goes_with_the_words(instrument: Instrument) -> None:
    assert "Pfizer" in instrument.credit


@both
def test_every_code_of_a_question_is_its_own(instrument: Instrument) -> None:
    codes = [item.loinc for item in (*instrument.items, *instrument.unscored)]
    assert len(set(codes)) == len(codes)


@both
def test_no_language_is_claimed_whose_words_are_not_shipped(instrument: Instrument) -> None:
    assert instrument.languages == ("en",)


def test_difficulty_is_asked_but_never_counted() -> None:
    assert phq9.PHQ9.unscored == (phq9.DIFFICULTY,)
    assert len(phq9.PHQ9.items) == 9


def test_difficulty_codes_are_not_in_numeric_order() -> None:
    assert [option.loinc for option in phq9.DIFFICULTY.options][2:] == ["LA6575-0", "LA6574-3"]


def test_both_codes_of_the_third_answer_count_two() -> None:
    assert gad7.ANSWER_CODES["LA6570-1"] == gad7.ANSWER_CODES["LA18938-3"] == 2
    second = gad7.GAD7.items[1]
    assert [option.value for option in gad7.GAD7.options_of(second)] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("instrument", "after", "kind"),
    [
        (phq9.PHQ9, 9, ChangeKind.RELIABLE_GAIN),
        (phq9.PHQ9, 10, ChangeKind.WITHIN_ERROR),
        (phq9.PHQ9, 20, ChangeKind.WITHIN_ERROR),
        (phq9.PHQ9, 21, ChangeKind.RELIABLE_WORSENING),
        (gad7.GAD7, 11, ChangeKind.RELIABLE_GAIN),
        (gad7.GAD7, 12, ChangeKind.WITHIN_ERROR),
        (gad7.GAD7, 18, ChangeKind.WITHIN_ERROR),
        (gad7.GAD7, 19, ChangeKind.RELIABLE_WORSENING),
    ],
)
def test_change_counts_from_the_published_threshold_on(
    instrument: Instrument, after: int, kind: ChangeKind
) -> None:
    assert instrument.change(15, after).kind is kind


@given(st.integers(0, 27), st.integers(0, 27))
def test_a_gain_one_way_is_a_worsening_the_other(before: int, after: int) -> None:
    there, back = between(before, after, reliable=6, cutoff=10), between(after, before, reliable=6, cutoff=10)
    assert there.points == -back.points
    assert there.crosses_cutoff == back.crosses_cutoff
    assert (there.kind is ChangeKind.RELIABLE_GAIN) == (back.kind is ChangeKind.RELIABLE_WORSENING)


def test_crossing_the_cutoff_is_not_the_same_as_reliable() -> None:
    change = phq9.PHQ9.change(10, 9)
    assert change.crosses_cutoff
    assert change.kind is ChangeKind.WITHIN_ERROR


def test_an_unknown_questionnaire_is_refused_by_name() -> None:
    with pytest.raises(registry.UnknownInstrument, match="bdi"):
        registry.scoring("bdi")


def test_every_questionnaire_has_a_scoring() -> None:
    for key, instrument in registry.INSTRUMENTS.items():
        assert registry.scoring(key).score([0] * len(instrument.items)).total == 0


def test_bands_with_a_hole_cannot_be_held() -> None:
    broken = (BandRange(0, 4, gad7.Severity.MINIMAL), BandRange(6, 21, gad7.Severity.SEVERE))
    with pytest.raises(ValueError, match="every total once"):
        Instrument(**{**vars(gad7.GAD7), "bands": broken})


@both
def test_a_total_out_of_range_has_no_band(instrument: Instrument) -> None:
    with pytest.raises(ValueError, match="totals go from"):
        instrument.band_of(instrument.maximum + 1)
