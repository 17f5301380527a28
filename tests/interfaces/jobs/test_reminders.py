"""From a session on the calendar to a letter, and every reason for which none is sent."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from cast import TODAY, ZONE, Cast
from stepwell.actions import answering, charts, composing, grouping, reminding, stopping
from stepwell.actions.composing import Letter
from stepwell.interfaces.jobs import delivering
from stepwell.records.audit.models import AccessLine
from stepwell.records.effects.models import OutboxRow
from stepwell.records.episodes.models import Episode
from stepwell.records.outreach.models import Task
from stepwell.records.people.models import ContactWishes
from stepwell.records.schedule.models import Session
from stepwell.records.sessions.models import Attendance

START = timedelta(hours=6)
"""The cast's session today starts six hours after its noon."""


class Hand:
    """Takes letters instead of a mail server."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    def __call__(self, letter: Letter) -> None:
        self.letters.append(letter)


def deliver(at: datetime) -> Hand:
    hand = Hand()
    delivering.deliver_due(send=hand, now=lambda: at)
    return hand


def outcome_of_sam(cast: Cast, kind: str = "before_session") -> str:
    return OutboxRow.objects.get(
        person_id=cast.sam.pk, kind=kind, key__contains=str(attendance(cast).pk)
    ).outcome


def attendance(cast: Cast) -> Attendance:
    return Attendance.objects.get(session=cast.today, person=cast.sam)


def wish(cast: Cast, **values: Any) -> None:
    ContactWishes.objects.filter(person=cast.sam).update(**values)


def test_a_reminder_goes_out_two_hours_ahead_in_neutral_words(cast: Cast, at: datetime) -> None:
    reminding.queue_reminders(at=at)
    assert deliver(at + START - timedelta(hours=2, minutes=1)).letters == []
    letters = deliver(at + START - timedelta(hours=2)).letters
    assert [letter.to for letter in letters] == ["sam@test.stepwell.invalid"]
    assert letters[0].subject == "Reminder"
    assert letters[0].text.startswith("You have an appointment at 6 pm.\n")
    assert outcome_of_sam(cast) == "sent"


def test_queueing_again_queues_nothing_and_opens_nothing(cast: Cast, at: datetime) -> None:
    assert reminding.queue_reminders(at=at) > 0
    lines = AccessLine.objects.count()
    assert reminding.queue_reminders(at=at + timedelta(minutes=5)) == 0
    assert AccessLine.objects.count() == lines


def test_a_letter_speaks_the_persons_language(cast: Cast, at: datetime) -> None:
    wish(cast, language="es")
    reminding.queue_reminders(at=at)
    (letter,) = deliver(at + START - timedelta(hours=2)).letters
    assert letter.subject == "Recordatorio"
    assert letter.text.startswith("Tienes una cita a las 6 pm.\n")


def test_a_reminder_waits_for_a_safe_hour(cast: Cast, at: datetime) -> None:
    wish(cast, safe_from=time(17), safe_until=time(21))
    reminding.queue_reminders(at=at)
    assert deliver(at + START - timedelta(hours=2)).letters == []
    assert len(deliver(at + START - timedelta(hours=1)).letters) == 1


def test_without_a_safe_hour_before_the_start_it_goes_out_the_evening_before(
    cast: Cast, at: datetime
) -> None:
    wish(cast, safe_from=time(18, 30), safe_until=time(21))
    the_day_before = at - timedelta(hours=16)  # 8 pm on the day before
    reminding.queue_reminders(at=the_day_before)
    (letter,) = deliver(the_day_before + timedelta(minutes=30)).letters
    assert letter.text.startswith("You have an appointment tomorrow at 6 pm.")


def test_safe_hours_are_those_of_the_persons_own_zone(cast: Cast, at: datetime) -> None:
    wish(cast, zone="America/Los_Angeles", safe_from=time(15), safe_until=time(20))  # 5 pm in Chicago
    reminding.queue_reminders(at=at)
    assert deliver(at + START - timedelta(hours=1, minutes=1)).letters == []
    assert len(deliver(at + START - timedelta(hours=1)).letters) == 1


@pytest.mark.parametrize("values", [{"channel": "none"}, {"email": ""}])
def test_nothing_is_sent_to_who_does_not_want_it(cast: Cast, at: datetime, values: dict[str, Any]) -> None:
    wish(cast, **values)
    reminding.queue_reminders(at=at)
    assert deliver(at + START - timedelta(hours=1)).letters == []
    assert outcome_of_sam(cast) == "not wanted"


def test_nothing_is_sent_after_the_stop_word(cast: Cast, at: datetime) -> None:
    reminding.queue_reminders(at=at)
    assert stopping.take_reply("Sam <SAM@test.stepwell.invalid>", "Stop.\n\n> You have…", at=at)
    assert deliver(at + START - timedelta(hours=1)).letters == []
    assert outcome_of_sam(cast) == "stopped"


def test_other_words_of_a_reply_stop_nothing(cast: Cast, at: datetime) -> None:
    assert not stopping.take_reply("sam@test.stepwell.invalid", "I can't stop thinking about it", at=at)
    assert ContactWishes.objects.get(person=cast.sam).stopped_at is None


@pytest.mark.parametrize(
    ("rows", "values"),
    [
        (Attendance, {"intent": "cannot"}),
        (Attendance, {"state": "excused"}),
        (Attendance, {"state": "not_expected"}),
        (Session, {"status": "cancelled"}),
        (Episode, {"is_open": False}),
        (Episode, {"state": "hold"}),
    ],
)
def test_what_is_no_longer_true_is_not_sent(
    cast: Cast, at: datetime, rows: Any, values: dict[str, Any]
) -> None:
    reminding.queue_reminders(at=at)
    pk = {Attendance: attendance(cast).pk, Session: cast.today.pk, Episode: cast.sam_episode.pk}[rows]
    rows.objects.filter(pk=pk).update(**values)
    assert deliver(at + START - timedelta(hours=1)).letters == []
    assert outcome_of_sam(cast) == "no longer true"


def test_a_worker_that_was_down_for_a_day_sends_nothing_stale(cast: Cast, at: datetime) -> None:
    reminding.queue_reminders(at=at)
    assert deliver(at + timedelta(days=1)).letters == []
    assert outcome_of_sam(cast) == "no longer true"
    assert reminding.queue_missed_starts(at=at + timedelta(days=1)) == 0


def test_a_session_that_moved_is_reminded_of_at_its_new_time_only(cast: Cast, at: datetime) -> None:
    reminding.queue_reminders(at=at)
    later = cast.today.starts_at + timedelta(hours=1)  # type: ignore[operator]  # the cast's session has a time
    Session.objects.filter(pk=cast.today.pk).update(starts_at=later)
    reminding.queue_reminders(at=at + timedelta(minutes=5))
    (letter,) = deliver(at + START).letters
    assert letter.text.startswith("You have an appointment at 7 pm.")


def test_ten_minutes_after_a_missed_start_there_is_a_letter_and_a_call_with_an_owner(
    cast: Cast, at: datetime
) -> None:
    assert reminding.queue_missed_starts(at=at + START + timedelta(minutes=9)) == 0
    now = at + START + timedelta(minutes=10)
    assert reminding.queue_missed_starts(at=now) == 2  # Sam and Marcus
    (letter,) = [one for one in deliver(now).letters if one.to == "sam@test.stepwell.invalid"]
    task = Task.objects.get(person=cast.sam)
    assert letter.text.startswith("You had an appointment at 6 pm. You can still come.")
    assert (task.owner, task.about) == (cast.priya, attendance(cast).pk)


def test_a_missed_start_is_followed_up_once(cast: Cast, at: datetime) -> None:
    now = at + START + timedelta(minutes=10)
    reminding.queue_missed_starts(at=now)
    assert reminding.queue_missed_starts(at=now + timedelta(minutes=1)) == 0
    assert Task.objects.filter(person=cast.sam).count() == 1


@pytest.mark.parametrize("values", [{"intent": "cannot"}, {"state": "excused"}, {"state": "late"}])
def test_who_has_said_so_or_is_here_is_not_called(cast: Cast, at: datetime, values: dict[str, Any]) -> None:
    Attendance.objects.filter(pk=attendance(cast).pk).update(**values)
    reminding.queue_missed_starts(at=at + START + timedelta(minutes=10))
    assert not Task.objects.filter(person=cast.sam).exists()


def test_a_call_is_closed_when_the_person_came_after_all(cast: Cast, at: datetime) -> None:
    reminding.queue_missed_starts(at=at + START + timedelta(minutes=10))
    Attendance.objects.filter(pk=attendance(cast).pk).update(state="late")
    reminding.close_answered_calls(at=at + START + timedelta(minutes=20))
    task = Task.objects.get(person=cast.sam)
    assert (task.outcome, task.done_by) == ("came_after_all", None)
    assert Task.objects.get(person=cast.marcus).done_at is None


def test_episodes_that_were_brought_along_are_left_alone(cast: Cast, at: datetime) -> None:
    Episode.objects.filter(pk=cast.sam_episode.pk).update(external_id="X-1")
    reminding.queue_reminders(at=at)
    reminding.queue_missed_starts(at=at + START + timedelta(minutes=10))
    assert not OutboxRow.objects.filter(person_id=cast.sam.pk).exists()


def test_a_text_that_tells_is_refused_and_never_sent(cast: Cast, at: datetime, monkeypatch: Any) -> None:
    monkeypatch.setitem(composing.HOW_TO_STOP, "en", "Your clinic")
    reminding.queue_reminders(at=at)
    assert deliver(at + START - timedelta(hours=1)).letters == []
    assert outcome_of_sam(cast).startswith("refused: the text says")


@pytest.mark.parametrize(
    ("base_url", "is_there"), [("https://a.example", True), ("https://rehab.example", False)]
)
def test_a_link_stands_in_a_letter_only_if_its_host_tells_nothing(
    cast: Cast, at: datetime, settings: Any, base_url: str, is_there: bool
) -> None:
    settings.BASE_URL = base_url
    reminding.queue_reminders(at=at)
    (letter,) = deliver(at + START - timedelta(hours=1)).letters
    assert (base_url in letter.text) is is_there
    assert "reply STOP" in letter.text


def test_the_counselor_hears_at_once_that_somebody_can_not_come(cast: Cast, at: datetime) -> None:
    chart = charts.open_own(cast.sign_in(cast.sam), what="record", at=at)
    answering.decline(chart, session_id=cast.today.pk, reason="work", words="", at=at, key="k")
    letters = deliver(at).letters
    assert [letter.to for letter in letters] == ["priya@test.stepwell.invalid"]
    assert letters[0].text == "Something is waiting for you. Sign in to see it.\n"


def test_that_somebody_is_coming_sends_nothing(cast: Cast, at: datetime) -> None:
    chart = charts.open_own(cast.sign_in(cast.sam), what="record", at=at)
    answering.confirm(chart, session_id=cast.today.pk, at=at, key="k")
    assert deliver(at).letters == []
    assert OutboxRow.objects.get(kind="intent_told").outcome == "shown on Today"


def test_a_letter_names_nobody_and_no_place(cast: Cast, at: datetime) -> None:
    reminding.queue_reminders(at=at)
    (letter,) = deliver(at + START - timedelta(hours=1)).letters
    said = f"{letter.subject} {letter.text.split('/stop/')[0]}".casefold()
    for name in ("sam", "reyes", "priya", "riverside", "stepwell", "cbt", "group"):
        assert name not in said


@pytest.mark.parametrize(("day", "hour_in_utc"), [(date(2026, 3, 7), 0), (date(2026, 3, 8), 23)])
def test_on_the_day_the_clocks_change_a_session_is_reminded_of_by_the_clock_on_the_wall(
    cast: Cast, at: datetime, day: date, hour_in_utc: int
) -> None:
    """6 pm in Chicago is midnight UTC the day before the clocks go forward, and 11 pm UTC on the day."""
    before = at.replace(year=2026, month=3, day=1)
    Episode.objects.filter(pk=cast.sam_episode.pk).update(starts_on=date(2026, 2, 1))
    group = grouping.open_group(
        site=cast.riverside,
        room=cast.video,
        service=cast.group_service,
        leader=cast.omar,
        title={"en": "Weekend", "es": "Fin de semana"},
        weekday=day.weekday(),
        start_time=time(18),
        minutes=60,
        starts_on=day,
        at=before,
    )
    grouping.join(group, cast.sam, from_on=day, by=cast.sign_in(cast.priya), at=before)
    grouping.plan_sessions(group, until=day + timedelta(days=1), at=before)
    session = Session.objects.get(group=group)
    assert session.starts_at is not None
    assert session.starts_at.hour == hour_in_utc
    reminding.queue_reminders(at=session.starts_at - timedelta(hours=3))
    (letter,) = deliver(session.starts_at - timedelta(hours=2)).letters
    assert letter.text.startswith("You have an appointment at 6 pm.")


def test_the_same_effect_has_the_same_message_id_and_another_has_another(cast: Cast, at: datetime) -> None:
    reminding.queue_reminders(at=at)
    row = OutboxRow.objects.filter(person_id=cast.sam.pk).first()
    assert row is not None
    now = at + START - timedelta(hours=1)
    one, same = (composing.compose(row, base_url="http://x", at=now) for _ in range(2))
    assert isinstance(one, Letter)
    assert one == same
    assert str(row.pk) not in one.message_id
    assert UUID(hex=one.message_id[:32]) != row.pk


def test_the_cast_lives_in_the_zone_these_tests_count_in(cast: Cast) -> None:
    assert cast.riverside.zone == ZONE
    assert cast.today.held_on == TODAY
