"""A review opens with its evidence, ends in one of five ways with its reason, and is signed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from actions.plans import chart_of, own_chart, second_clinician, write_signed
from cast import AT, STARTED, TODAY, Cast
from stepwell.actions import levels_kept, review_times, reviewing_level
from stepwell.actions.charts import NotHere
from stepwell.actions.moving_levels import CannotMove, Level
from stepwell.actions.reviewing_level import Decision, NeedsSecond, NoReview, NotDecided, Words
from stepwell.domain.episodes.lifecycle import EpisodeState
from stepwell.domain.reviews.due import Trigger
from stepwell.domain.reviews.outcome import Outcome
from stepwell.records.episodes.models import Episode
from stepwell.records.levels.models import LevelSegment
from stepwell.records.reviews.models import Review, ReviewEvent, ReviewSignature
from stepwell.records.sessions.models import Attendance, AttendanceState

GO_ON = Decision(Outcome.CONTINUE, "on_course", Words(why="It helps."))
NEXT_WEEK = TODAY + timedelta(days=6)


def step_down(*, wish: str = "Fewer evenings.", from_on: date = NEXT_WEEK) -> Decision:
    return Decision(Outcome.STEP_DOWN, "steady", Words(wish=wish), Level("1", 180, from_on))


def opened(cast: Cast) -> Review:
    return reviewing_level.open_review(chart_of(cast), key="", at=AT)


def due_on(cast: Cast) -> date:
    found = review_times.due_of(chart_of(cast), at=AT)
    assert found is not None
    return found.due_on


def test_the_program_asks_for_a_review_after_its_own_days(cast: Cast) -> None:
    assert due_on(cast) == STARTED + timedelta(days=30)


def test_a_payer_may_ask_for_one_earlier(cast: Cast) -> None:
    reviewing_level.tell_payer(chart_of(cast), name="Acme", days=14, since=STARTED, key="", at=AT)
    assert due_on(cast) == STARTED + timedelta(days=14)


def test_what_a_payer_wants_now_ends_what_it_wanted_before(cast: Cast) -> None:
    for days in (14, 20):
        reviewing_level.tell_payer(chart_of(cast), name="Acme", days=days, since=STARTED, key="", at=AT)
    assert [row.days for row in reviewing_level.list_payers(chart_of(cast))] == [20]


def test_the_person_asks_for_one_in_three_days(cast: Cast) -> None:
    reviewing_level.tell_payer(chart_of(cast), name="Acme", days=90, since=STARTED, key="", at=AT)
    reviewing_level.tell(
        own_chart(cast, at=AT - timedelta(days=2)), Trigger.REQUEST, key="", at=AT - timedelta(days=2)
    )
    assert due_on(cast) == TODAY + timedelta(days=1)


def test_asking_twice_in_a_day_is_asking_once(cast: Cast) -> None:
    for key in ("one", "two"):
        reviewing_level.tell(own_chart(cast), Trigger.REQUEST, key=key, at=AT)
    assert ReviewEvent.objects.count() == 1


def test_the_person_tells_nothing_else(cast: Cast) -> None:
    with pytest.raises(NotHere):
        reviewing_level.tell(own_chart(cast), Trigger.ARREST, key="", at=AT)


def test_three_days_missed_within_14_ask_for_one(cast: Cast) -> None:
    for row, days in zip(
        Attendance.objects.filter(person=cast.sam, starts_at__lt=AT), (9, 4, 1), strict=False
    ):
        at = AT - timedelta(days=days)
        Attendance.objects.filter(pk=row.pk).update(state=AttendanceState.MISSED, starts_at=at)
    assert due_on(cast) == TODAY - timedelta(days=1) + timedelta(days=2)


def test_many_stays_are_asked_about_in_a_fixed_number_of_queries(
    cast: Cast, django_assert_num_queries: object
) -> None:
    stays = list(Episode.objects.select_related("site", "template"))
    with django_assert_num_queries(5):  # type: ignore[operator]  # a fixture of pytest-django
        assert len(review_times.due_of_episodes(stays, at=AT)) == 3


def test_a_review_opens_with_its_evidence(cast: Cast) -> None:
    write_signed(cast)
    Attendance.objects.filter(person=cast.sam, held_on=TODAY - timedelta(days=7)).update(
        state=AttendanceState.HERE, credited_minutes=165
    )
    evidence = opened(cast).evidence
    assert evidence["sessions"]["came"] == 1
    assert sum(week["credited"] for week in evidence["weeks"]) == 165
    assert {week["floor"] for week in evidence["weeks"]} == {cast.template.floor_minutes}
    assert [one["standing"] for one in evidence["objectives"]] == ["open"]


def test_the_evidence_stays_as_it_was(cast: Cast) -> None:
    review = opened(cast)
    Attendance.objects.filter(person=cast.sam).update(state=AttendanceState.HERE)
    assert reviewing_level.get_review(chart_of(cast), review.pk).evidence == review.evidence


def test_two_who_begin_a_review_begin_the_same(cast: Cast) -> None:
    assert opened(cast).pk == opened(cast).pk


def test_going_on_is_signed_by_one_and_the_next_review_counts_from_it(cast: Cast) -> None:
    review = opened(cast)
    reviewing_level.decide(chart_of(cast), review.pk, GO_ON, key="", at=AT)
    assert ReviewSignature.objects.get().name == "Priya Natarajan LCSW"
    assert due_on(cast) == TODAY + timedelta(days=30)


def test_a_review_that_is_signed_is_over(cast: Cast) -> None:
    review = opened(cast)
    reviewing_level.decide(chart_of(cast), review.pk, GO_ON, key="", at=AT)
    with pytest.raises(NoReview):
        reviewing_level.decide(chart_of(cast), review.pk, GO_ON, key="", at=AT)


@pytest.mark.parametrize(
    "decision",
    [
        Decision(Outcome.CONTINUE, "steady", Words()),
        Decision(Outcome.STEP_DOWN, "steady", Words(wish="Less.")),
        step_down(wish=" "),
        step_down(from_on=TODAY - timedelta(days=1)),
        Decision(Outcome.DISCHARGE, "moved", Words(wish="To go home.")),
    ],
)
def test_what_lacks_its_reason_wish_level_or_care_is_refused(cast: Cast, decision: Decision) -> None:
    review = opened(cast)
    with pytest.raises(NotDecided):
        reviewing_level.decide(chart_of(cast), review.pk, decision, key="", at=AT)
    assert reviewing_level.pending(review) is None


def test_a_step_waits_for_a_second_clinician(cast: Cast) -> None:
    review = opened(cast)
    reviewing_level.decide(chart_of(cast), review.pk, step_down(), key="", at=AT)
    assert Review.objects.get().closed_at is None
    assert not LevelSegment.objects.exists()


def test_nobody_is_both_clinicians(cast: Cast) -> None:
    review = opened(cast)
    reviewing_level.decide(chart_of(cast), review.pk, step_down(), key="", at=AT)
    with pytest.raises(NeedsSecond):
        reviewing_level.agree(chart_of(cast), review.pk, key="", at=AT)


def test_agreed_by_a_second_the_level_is_a_dated_segment_with_its_own_hours(cast: Cast) -> None:
    review = opened(cast)
    reviewing_level.decide(chart_of(cast), review.pk, step_down(), key="", at=AT)
    reviewing_level.agree(chart_of(cast, second_clinician(cast)), review.pk, key="", at=AT)
    episode = Episode.objects.select_related("template").get(pk=cast.sam_episode.pk)
    first, second = levels_kept.segments_of(episode)
    assert (first.level, first.from_on, first.until_on) == (cast.template.level_of_care, STARTED, NEXT_WEEK)
    assert (second.level, second.weekly_minutes, second.until_on) == ("1", 180, None)
    assert levels_kept.floors(episode, [TODAY, NEXT_WEEK]) == {
        TODAY: cast.template.floor_minutes,
        NEXT_WEEK: 180,
    }
    assert episode.state == EpisodeState.STEP_DOWN.value
    assert ReviewSignature.objects.count() == 2


def test_a_step_taken_back_leaves_the_review_open(cast: Cast) -> None:
    review = opened(cast)
    reviewing_level.decide(chart_of(cast), review.pk, step_down(), key="", at=AT)
    reviewing_level.take_back(chart_of(cast), review.pk, key="", at=AT)
    reviewing_level.decide(chart_of(cast), review.pk, GO_ON, key="", at=AT)
    assert Review.objects.get().closed_at == AT


def test_a_second_step_down_is_another_segment_of_the_same_stay(cast: Cast) -> None:
    teresa = second_clinician(cast)
    for number, minutes in enumerate((360, 180)):
        at = AT + timedelta(days=10 * number)
        chart = chart_of(cast, at=at)
        review = reviewing_level.open_review(chart, key="", at=at)
        level = Level("1", minutes, TODAY + timedelta(days=10 * number + 2))
        decision = Decision(Outcome.STEP_DOWN, "steady", Words(wish="Less."), level)
        reviewing_level.decide(chart, review.pk, decision, key="", at=at)
        reviewing_level.agree(chart_of(cast, teresa, at=at), review.pk, key="", at=at)
    assert [row.weekly_minutes for row in LevelSegment.objects.order_by("from_on")] == [540, 360, 180]


def test_a_discharge_ends_the_stay_with_the_care_named(cast: Cast) -> None:
    review = opened(cast)
    words = Words(wish="To be near family.", care_elsewhere="Lakeside, Monday at 9.")
    decision = Decision(Outcome.DISCHARGE, "moved", words)
    reviewing_level.decide(chart_of(cast), review.pk, decision, key="", at=AT)
    episode = Episode.objects.get(pk=cast.sam_episode.pk)
    assert (episode.state, episode.is_open) == (EpisodeState.DISCHARGED.value, False)


def test_who_was_just_admitted_is_not_stepped_down(cast: Cast) -> None:
    Episode.objects.filter(pk=cast.sam_episode.pk).update(state=EpisodeState.ADMITTED.value)
    review = opened(cast)
    with pytest.raises(CannotMove):
        reviewing_level.decide(chart_of(cast), review.pk, step_down(), key="", at=AT)


def test_what_was_written_is_sealed(cast: Cast) -> None:
    review = opened(cast)
    reviewing_level.decide(chart_of(cast), review.pk, GO_ON, key="", at=AT)
    row = reviewing_level.get_review(chart_of(cast), review.pk).decisions.get()
    assert b"It helps." not in bytes(row.words or b"")
    assert reviewing_level.words_of(chart_of(cast), row).why == "It helps."


def test_a_counselor_of_another_site_reaches_no_review(cast: Cast) -> None:
    review = opened(cast)
    with pytest.raises(NotHere):
        reviewing_level.get_review(chart_of(cast, cast.omar, cast.nadia), review.pk)


@pytest.mark.parametrize(
    "decision",
    [GO_ON, Decision(Outcome.DISCHARGE, "care_elsewhere", Words(wish="Home.", care_elsewhere="Dr. Hart"))],
)
def test_signing_by_a_double_click_is_signing_once(cast: Cast, decision: Decision) -> None:
    review = opened(cast)

    for _ in range(2):
        reviewing_level.decide(chart_of(cast), review.pk, decision, key="click", at=AT)

    assert ReviewSignature.objects.count() == 1


def test_agreeing_by_a_double_click_is_agreeing_once(cast: Cast) -> None:
    review, second = opened(cast), second_clinician(cast)
    reviewing_level.decide(chart_of(cast), review.pk, step_down(), key="", at=AT)

    for _ in range(2):
        reviewing_level.agree(chart_of(cast, second), review.pk, key="click", at=AT)

    assert ReviewSignature.objects.count() == 2
