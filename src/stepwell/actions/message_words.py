"""Who is told that there is a message: once, until they have read it, and with no word of what it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from stepwell.actions import reaching, shared_charts
from stepwell.domain.privacy.terms import Category
from stepwell.records.consents.models import Invitation
from stepwell.records.episodes.models import Episode
from stepwell.records.messages.models import Message, Reading, Thread
from stepwell.records.people.models import Account, Person
from stepwell.records.program.models import Staff

KIND = "message_waiting"


def tell(thread: Thread, *, besides: UUID, at: datetime) -> None:
    """Write down a word to everybody else who reads the thread. Part of an action.

    Who hasn't read the last one yet is not told again: the key of the word is how far they have read.
    """
    for account_id in _readers(thread):
        if account_id != besides:
            reading = Reading.objects.filter(thread=thread, account_id=account_id).first()
            upto = int(reading.upto.timestamp() * 1000) if reading else 0
            reaching.queue(
                KIND,
                key=f"{KIND}:{thread.pk.hex}:{account_id.hex}:{upto}",
                person_id=thread.person_id,
                payload={"thread": str(thread.pk), "account": str(account_id)},
                due_at=at,
                at=at,
            )


def find_waiting(thread_id: str, account_id: str, *, at: datetime) -> tuple[Account, Person] | None:
    """Whom to tell, and whose thread it is, where that is still true: unread, and still let in."""
    thread = Thread.objects.filter(pk=thread_id).select_related("person", "supporter").first()
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if thread is None or account is None or account.pk not in set(_readers(thread)):
        return None
    if not _is_unread(thread, account.pk):
        return None
    is_supporter = thread.supporter is not None and account.person_id == thread.supporter.supporter_id
    if is_supporter and not _is_let_in(thread, at=at):
        return None
    return account, thread.person


def counselor_of(person: Person) -> Staff | None:
    """Who treats the person now, or did last."""
    stays = Episode.objects.filter(person=person).select_related("counselor")
    stay = stays.order_by("-is_open", "-starts_on").first()
    return stay.counselor if stay else None


def _readers(thread: Thread) -> Iterator[UUID]:
    """The accounts of the participant, the counselor and the supporter."""
    yield from Account.objects.filter(person=thread.person_id).values_list("pk", flat=True)
    counselor = counselor_of(thread.person)
    if counselor is not None and counselor.account_id:
        yield counselor.account_id
    if thread.supporter_id:
        invited = Invitation.objects.filter(supporter=thread.supporter_id, account_id__isnull=False)
        yield from filter(None, invited.values_list("account_id", flat=True))


def _is_unread(thread: Thread, account_id: UUID) -> bool:
    reading = Reading.objects.filter(thread=thread, account_id=account_id).first()
    others = Message.objects.filter(thread=thread).exclude(account_id=account_id)
    return (others.filter(at__gt=reading.upto) if reading else others).exists()


def _is_let_in(thread: Thread, *, at: datetime) -> bool:
    assert thread.supporter is not None  # asked before
    return shared_charts.is_open_to(thread.supporter, Category.MESSAGES, at=at)
