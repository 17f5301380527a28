"""Messages between a participant, the counselor and a supporter who was let in. They stay inside.

The counselor and the participant share one thread. A thread with a supporter has three readers, and the
supporter is one of them only while a consent in force names messages: it is asked anew each time, here and
before the word "You have a message" goes out. Messages are added, never changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from django.db import transaction

from stepwell.actions import granting, message_words, once, shared_charts, unread_messages
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.granting import Grant
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.actions.shared_charts import Shared
from stepwell.actions.unread_messages import Counted
from stepwell.domain.privacy.access import Part, Purpose, Role
from stepwell.domain.privacy.terms import Category
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.messages.models import Message, Reading, Thread
from stepwell.records.people import sealing
from stepwell.records.people.models import Person, Supporter
from stepwell.records.program.models import Staff

MOST_WORDS = 4000
LATEST = 100
"""So many messages of a thread are shown, the latest."""


class CannotWrite(Refusal):
    """This message can't be sent as it stands."""


class Writer(Enum):
    """Who wrote, for who reads."""

    YOU = "you"
    PERSON = "person"
    SUPPORTER = "supporter"
    PROGRAM = "program"


@dataclass(frozen=True)
class Line:
    """One message."""

    at: datetime
    writer: Writer
    name: str
    words: str
    is_new: bool


@dataclass(frozen=True)
class Talk:
    """One thread in a list: with whom, whether words can be added now, and what is new in it."""

    supporter: Supporter | None
    """None for the thread of the participant and the counselor."""
    name: str
    """Of the supporter, as the participant calls them."""
    relation: str
    is_open: bool
    unread: int
    latest_at: datetime | None

    @property
    def key(self) -> UUID | None:
        """The supporter's key as a person."""
        return self.supporter.supporter_id if self.supporter else None


def list_talks(chart: Chart, *, at: datetime) -> list[Talk]:
    """The thread with the counselor first; then each supporter who may write now or has written."""
    chart.need(Part.MESSAGES)
    rows = {
        row.supporter_id: row
        for row in unread_messages.count_threads(chart.person, reader=unread_messages.reader_of(chart.by))
    }
    found = [_talk(None, rows.get(None))]
    for grant in granting.list_grants(chart, at=at):
        row = rows.get(grant.invited.supporter.pk)
        if row is not None or grant.sees[Category.MESSAGES]:
            found.append(_talk(grant, row))
    return found


def find_talk(chart: Chart, supporter_key: UUID | None, *, at: datetime) -> Talk:
    """One thread; NotHere for a supporter who never could write."""
    found = next((one for one in list_talks(chart, at=at) if one.key == supporter_key), None)
    if found is None:
        raise NotHere("There is nobody like that.")
    return found


@transaction.atomic(durable=True)
def read(chart: Chart, talk: Talk, *, at: datetime) -> list[Line]:
    """The messages of a thread, the oldest first; from now on they are read by who opened the chart."""
    chart.need(Part.MESSAGES)
    return _read(chart.person, talk.supporter, by=chart.by, names={Writer.SUPPORTER: talk.name})


@transaction.atomic(durable=True)
def write(chart: Chart, supporter_key: UUID | None, words: str, *, key: str, at: datetime) -> None:
    """Add a message: the participant in their own record, the counselor in a record opened to treat.

    Refused to a supporter who doesn't see messages now: the words would wait where nobody reads them.
    """
    chart.need(Part.MESSAGES)
    if chart.purpose not in {Purpose.OWN, Purpose.TREATMENT}:
        raise NotHere("There is no such page.")
    talk = find_talk(chart, supporter_key, at=at)
    if not talk.is_open:
        sentence = gettext_noop("%(name)s can't read messages now, so nothing was sent.")
        raise CannotWrite(sentence, name=talk.name)
    text = _checked(words)
    if once.is_first_time(key, action="write_message", account_id=chart.by.account_id, at=at):
        thread = _add(chart.person, talk.supporter, text, by=chart.by, at=at)
        chart.note("message", thread.pk, at=at)


@transaction.atomic(durable=True)
def read_shared(shared: Shared, by: SignedIn) -> list[Line]:
    """The thread of who shares and this supporter; NotHere where messages aren't granted."""
    shared.need(Category.MESSAGES)
    return _read(shared.person, shared_charts.supporter_of(shared), by=by, names={})


@transaction.atomic(durable=True)
def write_shared(shared: Shared, by: SignedIn, words: str, *, key: str, at: datetime) -> None:
    """The supporter's own message. Whether it is granted is asked once more, where it is written."""
    supporter = shared_charts.supporter_of(shared)
    if not shared_charts.is_open_to(supporter, Category.MESSAGES, at=at):
        raise NotHere("There is no such record.")
    text = _checked(words)
    if once.is_first_time(key, action="write_message", account_id=by.account_id, at=at):
        thread = _add(shared.person, supporter, text, by=by, at=at)
        shared_charts.note(by, shared.person, "message", about=thread.pk, at=at)


def _checked(words: str) -> str:
    text = words.replace("\r\n", "\n").strip()
    if not text:
        raise CannotWrite(gettext_noop("There are no words yet. Write a few, then send."))
    if len(text) > MOST_WORDS:
        raise CannotWrite(
            gettext_noop("This is too long. Use at most %(most)s letters, or send two messages."),
            most=MOST_WORDS,
        )
    return text


def _talk(grant: Grant | None, row: Counted | None) -> Talk:
    invited = grant.invited if grant else None
    return Talk(
        supporter=invited.supporter if invited else None,
        name=invited.called if invited else "",
        relation=invited.relation if invited else "",
        is_open=grant is None or grant.sees[Category.MESSAGES],
        unread=row.unread if row else 0,
        latest_at=row.latest_at if row else None,
    )


def _read(
    person: Person, supporter: Supporter | None, *, by: SignedIn, names: dict[Writer, str]
) -> list[Line]:
    thread = Thread.objects.filter(person=person, supporter=supporter).first()
    if thread is None:
        return []
    latest = Message.objects.filter(thread=thread).order_by("-at", "-pk")[:LATEST]
    rows = list(reversed(latest))
    reading = Reading.objects.filter(thread=thread, account_id=unread_messages.reader_of(by)).first()
    known = {Writer.PERSON: person.called, **names}
    staff = _staff_names(rows)
    found = [_line(person, row, by, known, staff, reading) for row in rows]
    if rows and (reading is None or reading.upto < rows[-1].at):
        _mark_read(thread, by, upto=rows[-1].at)
    return found


def _line(
    person: Person,
    row: Message,
    by: SignedIn,
    names: dict[Writer, str],
    staff: dict[UUID, str],
    reading: Reading | None,
) -> Line:
    if row.account_id == by.account_id:
        writer = Writer.YOU
    else:
        writer = {Role.PARTICIPANT.value: Writer.PERSON, Role.FAMILY.value: Writer.SUPPORTER}.get(
            row.role, Writer.PROGRAM
        )
    name = names.get(writer, "") or staff.get(row.account_id, "")
    is_new = writer is not Writer.YOU and (reading is None or reading.upto < row.at)
    return Line(row.at, writer, name, sealing.open_for(person, bytes(row.words)), is_new)


def _staff_names(rows: Iterable[Message]) -> dict[UUID, str]:
    writers = {row.account_id for row in rows if row.role == Role.COUNSELOR.value}
    found = Staff.objects.filter(account_id__in=writers) if writers else Staff.objects.none()
    return {one.account_id: str(one) for one in found if one.account_id}


def _mark_read(thread: Thread, by: SignedIn, *, upto: datetime) -> None:
    Reading.objects.update_or_create(
        thread=thread, account_id=unread_messages.reader_of(by), defaults={"upto": upto}
    )


def _add(person: Person, supporter: Supporter | None, text: str, *, by: SignedIn, at: datetime) -> Thread:
    thread, _ = Thread.objects.get_or_create(person=person, supporter=supporter, defaults={"begun_at": at})
    writer = unread_messages.reader_of(by)
    Message.objects.create(
        thread=thread,
        words=sealing.seal_for(person, text),
        role=by.role.value,
        account_id=writer,
        at=at,
    )
    message_words.tell(thread, besides=writer, at=at)
    return thread
