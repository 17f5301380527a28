"""The stop word and the stop link: one step that ends all messages to a person."""

from __future__ import annotations

from datetime import datetime
from email.utils import parseaddr
from uuid import UUID

from django.core import signing
from django.db import transaction

from stepwell.actions import charts, readers
from stepwell.actions.charts import NotHere
from stepwell.domain.privacy.access import Purpose
from stepwell.domain.wording.stopping import is_stop
from stepwell.records.people.models import ContactWishes
from stepwell.records.tenancy import scope
from stepwell.records.tenancy.models import Organization

_SALT = "stepwell.stop"


def token_for(person_id: UUID, *, language: str = "en") -> str:
    """What a stop link ends with: signed keys and a language, no name and no date of ending."""
    return signing.Signer(salt=_SALT).sign_object([scope.organization_id().hex, person_id.hex, language])


def read_token(token: str) -> tuple[UUID, UUID, str]:
    """Organization, person and language of a stop link. NotHere for a token that wasn't made here."""
    try:
        organization, person, language = signing.Signer(salt=_SALT).unsign_object(token)
        return UUID(organization), UUID(person), str(language)
    except (signing.BadSignature, ValueError, TypeError):
        raise NotHere("There is no such page.") from None


def language_of(token: str) -> str:
    """The language of the letter the link stood in. Nobody's record is opened to show one button."""
    return read_token(token)[2]


def stop_by_token(token: str, *, at: datetime) -> None:
    """Send this person nothing any more. Saying it twice changes nothing."""
    organization, person, _ = read_token(token)
    with scope.within(organization):
        _stop(person, how="link", at=at)


def take_reply(sender_email: str, text: str, *, at: datetime) -> bool:
    """Read a reply to a message; True when it was a stop word and somebody's messages end.

    Only the first line that isn't quoted is read. A sender's address can be forged; all
    that a forger reaches is that nothing is sent.
    """
    if not is_stop(_first_line(text)):
        return False
    address = parseaddr(sender_email)[1]
    found = [_stop_in(organization, address, at) for organization in _organizations()]
    return any(found)


def _organizations() -> list[UUID]:
    return list(Organization.objects.values_list("pk", flat=True))


def _stop_in(organization: UUID, address: str, at: datetime) -> bool:
    with scope.within(organization):
        people = list(ContactWishes.objects.filter(email__iexact=address).values_list("person_id", flat=True))
        for person_id in people if address else ():
            _stop(person_id, how="reply", at=at)
    return bool(address and people)


@transaction.atomic(durable=True)
def _stop(person_id: UUID, *, how: str, at: datetime) -> None:
    by = readers.system(scope.organization_id(), name="reminders")
    chart = charts.open_for(by, person_id, Purpose.SYSTEM, what="contact_wishes", at=at)
    wishes = ContactWishes.objects.filter(person=chart.person)
    wishes_row = wishes.first()
    if wishes_row is not None and wishes.filter(stopped_at=None).update(stopped_at=at):
        chart.note("contact_wishes", wishes_row.pk, at=at, stopped_by=how)


def _first_line(text: str) -> str:
    lines = (line.strip() for line in text.splitlines())
    return next((line for line in lines if line and not line.startswith(">")), "")
