"""Messages stay inside: who is let in reads and writes, others find nothing, and the mail says nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from cast import Cast
from letting_in import invite, let_in, own, priyas, shut_out
from stepwell.actions import composing, messaging, shared_charts, unread_messages
from stepwell.actions.charts import NotHere
from stepwell.actions.composing import Letter
from stepwell.actions.messaging import Writer
from stepwell.domain.privacy.terms import Category
from stepwell.records.consents.models import Disclosure
from stepwell.records.effects.models import OutboxRow
from stepwell.records.messages.models import Message

URL = "https://notes.example.invalid"


def mails(*, at: datetime) -> dict[str, str]:
    """What goes out now, by address: subject and text."""
    found = [
        composing.compose(row, base_url=URL, at=at)
        for row in OutboxRow.objects.filter(kind="message_waiting")
    ]
    return {one.to: f"{one.subject}|{one.text}" for one in found if isinstance(one, Letter)}


def test_a_participant_and_the_counselor_write_to_one_another(cast: Cast, at: datetime) -> None:
    messaging.write(own(cast, at=at), None, "Can I come late?", key="m1", at=at)

    chart = priyas(cast, at=at)
    [line] = messaging.read(chart, messaging.find_talk(chart, None, at=at), at=at)

    assert (line.words, line.writer, line.is_new) == ("Can I come late?", Writer.PERSON, True)


def test_words_are_sealed_and_sent_once(cast: Cast, at: datetime) -> None:
    for _ in range(2):
        messaging.write(own(cast, at=at), None, "Can I come late?", key="m1", at=at)

    [row] = Message.objects.all()
    assert b"late" not in bytes(row.words)


@pytest.mark.parametrize("words", ["", "  \r\n ", "x" * (messaging.MOST_WORDS + 1)])
def test_an_empty_or_endless_message_is_refused(cast: Cast, at: datetime, words: str) -> None:
    with pytest.raises(messaging.CannotWrite):
        messaging.write(own(cast, at=at), None, words, key="m1", at=at)

    assert not Message.objects.exists()


def test_a_supporter_who_is_let_in_writes_and_all_three_read(cast: Cast, at: datetime) -> None:
    let_in(cast, Category.MESSAGES, at=at)
    elena = cast.sign_in(cast.elena_account)
    shared = shared_charts.open_shared(elena, cast.sam.pk, at=at)

    messaging.write_shared(shared, elena, "How can I help?", key="m1", at=at)

    for chart in (own(cast, at=at), priyas(cast, at=at)):
        [line] = messaging.read(chart, messaging.find_talk(chart, cast.elena.pk, at=at), at=at)
        assert (line.words, line.writer, line.name) == ("How can I help?", Writer.SUPPORTER, "Elena")


def test_who_was_granted_something_else_reads_no_messages(cast: Cast, at: datetime) -> None:
    let_in(cast, Category.SCHEDULE, at=at)
    elena = cast.sign_in(cast.elena_account)
    shared = shared_charts.open_shared(elena, cast.sam.pk, at=at)

    with pytest.raises(NotHere):
        messaging.read_shared(shared, elena)
    with pytest.raises(NotHere):
        messaging.write_shared(shared, elena, "Hello", key="m1", at=at)
    assert unread_messages.count_unread_shared(shared, elena) == 0


def test_the_thread_with_the_counselor_is_never_the_supporters(cast: Cast, at: datetime) -> None:
    let_in(cast, Category.MESSAGES, at=at)
    messaging.write(own(cast, at=at), None, "Between us two.", key="m1", at=at)
    elena = cast.sign_in(cast.elena_account)

    shared = shared_charts.open_shared(elena, cast.sam.pk, at=at)

    assert messaging.read_shared(shared, elena) == []
    assert unread_messages.count_unread_shared(shared, elena) == 0


def test_taking_the_grant_away_hides_the_thread_at_once(cast: Cast, at: datetime) -> None:
    let_in(cast, Category.MESSAGES, at=at)
    elena = cast.sign_in(cast.elena_account)
    shared = shared_charts.open_shared(elena, cast.sam.pk, at=at)
    messaging.write(own(cast, at=at), cast.elena.pk, "Thank you.", key="m1", at=at)

    shut_out(cast, at=at)

    with pytest.raises(NotHere):  # also with what was opened a moment before
        messaging.write_shared(shared, elena, "Are you there?", key="m2", at=at)
    with pytest.raises(NotHere):
        shared_charts.open_shared(elena, cast.sam.pk, at=at)
    assert "elena@test.stepwell.invalid" not in mails(at=at)


def test_after_it_sam_still_reads_and_nobody_writes(cast: Cast, at: datetime) -> None:
    let_in(cast, Category.MESSAGES, at=at)
    messaging.write(own(cast, at=at), cast.elena.pk, "Thank you.", key="m1", at=at)
    shut_out(cast, at=at)

    for chart in (own(cast, at=at), priyas(cast, at=at)):
        talk = messaging.find_talk(chart, cast.elena.pk, at=at)
        assert len(messaging.read(chart, talk, at=at)) == 1
        with pytest.raises(messaging.CannotWrite):
            messaging.write(chart, cast.elena.pk, "Again", key="m2", at=at)


def test_somebody_invited_and_not_let_in_has_no_thread(cast: Cast, at: datetime) -> None:
    chart = invite(cast, at=at)

    assert [one.key for one in messaging.list_talks(chart, at=at)] == [None]
    with pytest.raises(NotHere):
        messaging.write(chart, cast.elena.pk, "Hello", key="m1", at=at)


def test_outside_there_is_only_the_word_that_there_is_one(cast: Cast, at: datetime) -> None:
    let_in(cast, Category.MESSAGES, at=at)
    messaging.write(priyas(cast, at=at), cast.elena.pk, "Group moved to six.", key="m1", at=at)

    found = mails(at=at)

    assert set(found) == {"elena@test.stepwell.invalid", "sam@test.stepwell.invalid"}
    assert found["elena@test.stepwell.invalid"] == "You have a message|You have a message\n"
    assert found["sam@test.stepwell.invalid"].startswith("You have a message|You have a message\n\nTo get no")
    assert not any("Group" in text or "Priya" in text or "Sam" in text for text in found.values())


def test_nobody_is_told_twice_of_what_they_have_not_read(cast: Cast, at: datetime) -> None:
    chart = own(cast, at=at)
    for number in range(3):
        messaging.write(chart, None, f"Word {number}", key=f"m{number}", at=at + timedelta(minutes=number))
    assert OutboxRow.objects.filter(kind="message_waiting").count() == 1

    later = at + timedelta(hours=1)
    theirs = priyas(cast, at=later)
    messaging.read(theirs, messaging.find_talk(theirs, None, at=later), at=later)
    assert mails(at=later) == {}

    messaging.write(own(cast, at=later), None, "One more", key="m9", at=later)
    assert OutboxRow.objects.filter(kind="message_waiting").count() == 2


def test_new_messages_are_counted_for_each_reader_until_they_are_read(cast: Cast, at: datetime) -> None:
    messaging.write(own(cast, at=at), None, "One", key="m1", at=at)
    priya = cast.sign_in(cast.priya)

    assert unread_messages.count_unread(own(cast, at=at)) == 0
    assert unread_messages.count_new(priya) == 1
    [row] = unread_messages.list_inbox(priya, at=at)
    assert (row.chart.person, row.unread) == (cast.sam, 1)

    chart = priyas(cast, at=at)
    messaging.read(chart, messaging.find_talk(chart, None, at=at), at=at)
    assert unread_messages.count_new(priya) == 0


def test_another_counselor_finds_nothing_in_the_inbox(cast: Cast, at: datetime) -> None:
    messaging.write(own(cast, at=at), None, "One", key="m1", at=at)

    assert unread_messages.list_inbox(cast.sign_in(cast.omar), at=at) == []
    assert unread_messages.count_new(cast.sign_in(cast.omar)) == 0


def test_reading_a_shared_thread_is_a_disclosure_that_names_messages(cast: Cast, at: datetime) -> None:
    let_in(cast, Category.MESSAGES, at=at)

    shared_charts.open_shared(cast.sign_in(cast.elena_account), cast.sam.pk, at=at)

    [told] = Disclosure.objects.all()
    assert told.categories == ["messages", "presence"]
