"""A participant invites a loved one. Nobody else can, and the letter says nothing of what it is about."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from stepwell.actions import enrolling, once, reaching
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Part, Purpose, Role
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.consents.models import Invitation
from stepwell.records.people import sealing
from stepwell.records.people.models import Account, Person, Supporter

KIND = "supporter_invited"
MOST = 12
"""So many loved ones can be invited: a bound against filling the table, not a rule of care."""


class CannotInvite(Refusal):
    """This invitation can't be sent."""


@dataclass(frozen=True)
class Invited:
    """A supporter the person invited."""

    supporter: Supporter
    name: str
    """As the person wrote it: what an account calls itself would tell that there was one before."""
    called: str
    email: str
    invited_at: datetime

    @property
    def key(self) -> UUID:
        """The supporter as a person: the key under which a consent names them."""
        return self.supporter.supporter_id

    @property
    def relation(self) -> str:
        return self.supporter.relation


@transaction.atomic(durable=True)
def invite(
    chart: Chart, *, given_name: str, family_name: str, relation: str, email: str, key: str, at: datetime
) -> None:
    """Invite somebody by e-mail. It opens nothing to them: what they see is another step.

    Whether the address has an account, and which, is told to nobody: the answer is always the same.
    """
    _need_own(chart)
    if not once.is_first_time(key, action="invite_supporter", account_id=chart.by.account_id, at=at):
        return
    assert chart.by.account_id is not None  # one's own record is opened by an account
    email = email.strip().lower()
    known = list_invited(chart)
    if email in {one.email for one in known}:
        raise CannotInvite(gettext_noop("You have invited this person. You can send the link again."))
    if chart.by.account is not None and email == chart.by.account.email:
        raise CannotInvite(gettext_noop("This is your own address. Write the address of your loved one."))
    if len(known) >= MOST:
        raise CannotInvite(gettext_noop("You can't invite more people here. Ask your counselor."))
    account = Account.objects.filter(email__iexact=email).select_related("person").first()
    supporter = _family_person(chart, account) or _new_person(given_name, family_name, at=at)
    if account is None:
        account = enrolling.write_account(
            supporter, email=email, role=Role.FAMILY, language=_language(chart), at=at
        )
    row, _ = Supporter.objects.get_or_create(
        person=chart.person, supporter=supporter, defaults={"relation": relation}
    )
    invitation = Invitation.objects.create(
        supporter=row,
        email=sealing.seal_for(
            chart.person,
            json.dumps({"email": email, "given": given_name.strip(), "family": family_name.strip()}),
        ),
        account_id=account.pk if account.person_id == supporter.pk else None,
        invited_at=at,
        invited_by=chart.by.account_id,
    )
    chart.note("invited_supporter", invitation.pk, at=at)
    _send(invitation, key=f"{KIND}:{invitation.pk}", at=at)


@transaction.atomic(durable=True)
def invite_again(chart: Chart, supporter_id: UUID, *, key: str, at: datetime) -> None:
    """Send the letter once more. A link given before no longer works when the new one is sent."""
    _need_own(chart)
    if once.is_first_time(key, action="invite_supporter", account_id=chart.by.account_id, at=at):
        invitation = find_invitation(chart, supporter_id)
        chart.note("invited_supporter", invitation.pk, at=at)
        _send(invitation, key=f"{KIND}:{invitation.pk}:{key}", at=at)


def list_invited(chart: Chart) -> list[Invited]:
    """Everybody the person invited, the first first."""
    chart.need(Part.CONSENTS)
    rows = Invitation.objects.filter(supporter__person=chart.person).select_related("supporter")
    return [_invited(chart, row) for row in rows.order_by("invited_at", "pk")]


def find_invited(chart: Chart, supporter_id: UUID) -> Invited:
    """One of them, by the supporter's key; NotHere for anybody else."""
    found = next((one for one in list_invited(chart) if one.key == supporter_id), None)
    if found is None:
        raise NotHere("There is nobody like that.")
    return found


def find_invitation(chart: Chart, supporter_id: UUID) -> Invitation:
    """The invitation of one supporter; NotHere for who was not invited."""
    rows = Invitation.objects.filter(supporter__person=chart.person, supporter__supporter=supporter_id)
    invitation = rows.select_related("supporter").first()
    if invitation is None:
        raise NotHere("There is nobody like that.")
    return invitation


def _need_own(chart: Chart) -> None:
    if chart.purpose is not Purpose.OWN:
        raise NotHere("Only the person invites a loved one.")


def _family_person(chart: Chart, account: Account | None) -> Person | None:
    """Who has a family account of this organization under the address already."""
    if account is None or account.role != Role.FAMILY.value:
        return None
    is_here = account.organization_id == chart.person.organization_id and account.is_active
    return account.person if is_here else None


def _new_person(given_name: str, family_name: str, *, at: datetime) -> Person:
    return enrolling.make_person(given_name=given_name, family_name=family_name, languages=["en"], at=at)


def _language(chart: Chart) -> str:
    return chart.by.account.language if chart.by.account else "en"


def _send(invitation: Invitation, *, key: str, at: datetime) -> None:
    if invitation.account_id is not None:
        reaching.queue(KIND, key=key, payload={"account": str(invitation.account_id)}, due_at=at, at=at)


def _invited(chart: Chart, row: Invitation) -> Invited:
    words = _words(chart, row)
    given = words.get("given", "")
    name = f"{given} {words.get('family', '')}".strip()
    return Invited(row.supporter, name, given, words.get("email", ""), row.invited_at)


def _words(chart: Chart, row: Invitation) -> dict[str, str]:
    words: dict[str, str] = json.loads(sealing.open_for(chart.person, bytes(row.email)) or "{}")
    return words
