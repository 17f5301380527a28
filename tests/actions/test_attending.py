"""Who came: minutes, merges, undo, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import AT, Cast
from stepwell.actions import answering, attending, charts, leading, reaching, taking_marks_back
from stepwell.actions.attending import Answer
from stepwell.actions.charts import Chart, NotHere
from stepwell.domain.privacy.access import Purpose
from stepwell.records.outreach.models import Task
from stepwell.records.people.models import Person
from stepwell.records.program.models import Staff
from stepwell.records.schedule.models import SessionStatus
from stepwell.records.sessions.models import Attendance, AttendanceEntry

SIX = AT + timedelta(hours=6)
pytestmark = pytest.mark.django_db(transaction=True)


def _chart(cast: Cast, who: Staff | None = None, person: Person | None = None) -> Chart:
    by = cast.sign_in(who or cast.priya)
    return charts.open_for(by, (person or cast.sam).pk, Purpose.TREATMENT, what="attendance", at=SIX)


def _row(cast: Cast, person: Person | None = None) -> Attendance:
    return Attendance.objects.get(session=cast.today, person=person or cast.sam)


def _mark(cast: Cast, answer: Answer, **more: object) -> attending.Marked:
    return attending.mark(_chart(cast), session_id=cast.today.pk, answer=answer, at=SIX, **more)  # type: ignore[arg-type]  # named below


def test_here_counts_the_session_without_its_break(cast: Cast) -> None:
    marked = _mark(cast, Answer("here"))
    assert marked.attendance.credited_minutes == 165
    assert marked.attendance.version == 1


def test_minutes_late_and_left_early_are_not_counted(cast: Cast) -> None:
    marked = _mark(cast, Answer("late", minutes_late=12, minutes_left_early=30))
    assert marked.attendance.credited_minutes == 123


@pytest.mark.parametrize(
    "answer",
    [
        Answer("late"),
        Answer("left_early"),
        Answer("excused"),
        Answer("expected"),
        Answer("late", minutes_late=180),
        Answer("late", minutes_late=100, minutes_left_early=100),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_and_nothing_is_written(cast: Cast, answer: Answer) -> None:
    with pytest.raises(attending.NotAMark):
        _mark(cast, answer)
    assert _row(cast).version == 0


def test_the_same_answer_twice_is_one_entry(cast: Cast) -> None:
    _mark(cast, Answer("excused", reason="court", words="hearing at ten"))
    _mark(cast, Answer("excused", reason="court", words="hearing at ten"))
    assert AttendanceEntry.objects.filter(attendance=_row(cast)).count() == 1


def test_the_same_key_twice_is_one_answer(cast: Cast) -> None:
    _mark(cast, Answer("here"), key="k")
    _mark(cast, Answer("missed"), key="k")
    assert _row(cast).state == "here"


def test_words_are_sealed_and_open_for_the_roster(cast: Cast) -> None:
    _mark(cast, Answer("excused", reason="court", words="hearing at ten"))
    assert b"hearing" not in bytes(_row(cast).reason_words or b"")
    assert leading.line_of(_chart(cast), cast.today.pk).words == "hearing at ten"


def test_the_later_of_two_answers_holds_and_tells_what_it_replaced(cast: Cast) -> None:
    _mark(cast, Answer("late", minutes_late=4), base_version=0)
    marked = _mark(cast, Answer("here"), base_version=0)
    assert marked.attendance.state == "here"
    assert marked.replaced is not None
    assert marked.replaced.state == "late"


def test_an_answer_from_a_page_that_is_up_to_date_replaces_nothing(cast: Cast) -> None:
    first = _mark(cast, Answer("late", minutes_late=4), base_version=0)
    assert _mark(cast, Answer("here"), base_version=first.attendance.version).replaced is None


def test_everyone_is_here_leaves_who_was_marked(cast: Cast) -> None:
    _mark(cast, Answer("missed"))
    roster = leading.roster(cast.sign_in(cast.priya), cast.today.pk, at=SIX)
    changed = attending.everyone_is_here(roster.charts, session_id=cast.today.pk, at=SIX)
    assert [row.person_id for row in changed] == [cast.marcus.pk]
    assert _row(cast).state == "missed"


def test_everyone_is_here_leaves_who_said_they_can_not_come(cast: Cast) -> None:
    sam = charts.open_own(cast.sign_in(cast.sam_account), what="answer", at=AT)
    answering.decline(sam, session_id=cast.today.pk, reason="work", words="", key="", at=AT)
    roster = leading.roster(cast.sign_in(cast.priya), cast.today.pk, at=SIX)
    changed = attending.everyone_is_here(roster.charts, session_id=cast.today.pk, at=SIX)
    assert [row.person_id for row in changed] == [cast.marcus.pk]
    assert _row(cast).state == "expected"


def test_undo_takes_back_one_answer_after_the_other_and_keeps_all(cast: Cast) -> None:
    _mark(cast, Answer("late", minutes_late=5))
    _mark(cast, Answer("missed"))
    states = []
    for _ in range(2):
        row = taking_marks_back.undo(
            _chart(cast), session_id=cast.today.pk, base_version=_row(cast).version, at=SIX
        )
        states.append((row.state, row.credited_minutes))
    assert states == [("late", 160), ("expected", 0)]
    assert AttendanceEntry.objects.filter(attendance=_row(cast)).count() == 4


def _lost_before(cast: Cast) -> Attendance:
    lost = Attendance.objects.filter(person=cast.sam, starts_at__lt=AT).latest("starts_at")
    Attendance.objects.filter(pk=lost.pk).update(state="missed")
    return lost


def test_undo_brings_back_what_a_session_made_up_for(cast: Cast) -> None:
    lost = _lost_before(cast)
    _mark(cast, Answer("here", makes_up_for=lost.pk))
    _mark(cast, Answer("missed"))
    assert _row(cast).makes_up_for_id is None
    taking_marks_back.undo(_chart(cast), session_id=cast.today.pk, base_version=2, at=SIX)
    assert _row(cast).makes_up_for_id == lost.pk


def test_a_session_makes_up_for_no_other_than_a_lost_one_and_never_for_itself(cast: Cast) -> None:
    _mark(cast, Answer("missed"))
    came = Attendance.objects.filter(person=cast.sam, starts_at__lt=AT).earliest("starts_at")
    for wrong in (_row(cast), came):
        with pytest.raises(attending.NotAMark):
            _mark(cast, Answer("here", makes_up_for=wrong.pk))
    assert _row(cast).state == "missed"


def test_undo_on_an_old_page_is_refused(cast: Cast) -> None:
    _mark(cast, Answer("here"))
    with pytest.raises(attending.ChangedSince):
        taking_marks_back.undo(_chart(cast), session_id=cast.today.pk, base_version=0, at=SIX)
    assert _row(cast).state == "here"


def test_marking_opens_half_an_hour_before_the_start(cast: Cast) -> None:
    chart, early = _chart(cast), SIX - timedelta(minutes=31)
    with pytest.raises(attending.TooEarly):
        attending.mark(chart, session_id=cast.today.pk, answer=Answer("here"), at=early)
    soon = early + timedelta(minutes=1)
    attending.mark(chart, session_id=cast.today.pk, answer=Answer("here"), at=soon)
    assert _row(cast).state == "here"


def test_a_session_at_another_site_is_not_there(cast: Cast) -> None:
    with pytest.raises(NotHere):
        leading.roster(cast.sign_in(cast.omar), cast.today.pk, at=SIX)
    with pytest.raises(NotHere):
        attending.mark(
            _chart(cast, cast.omar, cast.nadia), session_id=cast.today.pk, answer=Answer("here"), at=SIX
        )


def test_who_came_after_all_needs_no_call(cast: Cast) -> None:
    reaching.open_call_task(_chart(cast), attendance_id=_row(cast).pk, leader=cast.priya, at=SIX)
    _mark(cast, Answer("here"))
    assert Task.objects.get(about=_row(cast).pk).outcome == "came_after_all"


def test_a_session_somebody_came_to_was_held_until_that_is_taken_back(cast: Cast) -> None:
    _mark(cast, Answer("here"))
    cast.today.refresh_from_db()
    assert cast.today.status == SessionStatus.HELD
    taking_marks_back.undo(_chart(cast), session_id=cast.today.pk, base_version=1, at=SIX)
    cast.today.refresh_from_db()
    assert cast.today.status == SessionStatus.PLANNED


_ANSWERS = st.one_of(
    st.just(Answer("here")),
    st.just(Answer("missed")),
    st.just(Answer("excused", reason="ill")),
    st.builds(lambda late: Answer("late", minutes_late=late), st.integers(1, 179)),
    st.builds(lambda early: Answer("left_early", minutes_left_early=early), st.integers(1, 179)),
    st.none(),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_ANSWERS, max_size=6))
def test_any_answers_and_undos_leave_a_whole_history(cast: Cast, answers: list[Answer | None]) -> None:
    for answer in answers:
        if answer is not None:
            _mark(cast, answer)
        else:
            try:
                version = _row(cast).version
                taking_marks_back.undo(_chart(cast), session_id=cast.today.pk, base_version=version, at=SIX)
            except taking_marks_back.NothingToUndo:
                pass
    row = _row(cast)
    entries = list(AttendanceEntry.objects.filter(attendance=row).order_by("version"))
    assert [entry.version for entry in entries] == list(range(1, row.version + 1))
    assert 0 <= row.credited_minutes <= row.planned_minutes
    if entries:
        assert entries[-1].state == row.state
    if row.state not in {"here", "late", "left_early"}:
        assert row.credited_minutes == 0
