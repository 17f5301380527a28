"""Alumni who agreed are invited back as peers. Nothing of it opens a record to them but their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction

from stepwell.actions import charts, graduating, once, reaching
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.graduating import AFTER
from stepwell.actions.only_for import need_role
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.domain.aftercare.support import PEERS_ASKED_FOR
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.privacy.access import Part, Purpose, Role
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.aftercare.models import PeerInvitation, StayInTouch
from stepwell.records.episodes.models import Episode
from stepwell.records.people.models import Person

AT_MOST = 50


class CannotInvite(Refusal):
    """Nobody is invited who didn't agree to it, or for nothing, or for a day that is over."""


class CannotAgree(Refusal):
    """Who is still in the program has no time after it yet."""


@dataclass(frozen=True)
class Peer:
    """Somebody who agreed, and what they were invited for last."""

    person: Person
    agreed_at: datetime
    latest: PeerInvitation | None


def agreement(chart: Chart) -> StayInTouch | None:
    """The agreement in force, or None."""
    chart.need(Part.AFTERCARE)
    return StayInTouch.objects.filter(person=chart.person, ended_at=None).first()


@transaction.atomic(durable=True)
def agree(chart: Chart, *, key: str, at: datetime) -> None:
    """The person agrees to be invited back as a peer. Nobody else can agree for them."""
    _need_own(chart)
    episode = graduating.find_stay(chart)
    if State(episode.state) not in AFTER:
        raise CannotAgree(gettext_noop("This is for the time after the program."))
    if not once.is_first_time(key, action="stay_in_touch", account_id=chart.by.account_id, at=at):
        return
    row, is_new = StayInTouch.objects.get_or_create(
        person=chart.person,
        ended_at=None,
        defaults={"agreed_at": at, "agreed_by": chart.by.reader.account_id},
    )
    if is_new:
        chart.note("stay_in_touch", row.pk, at=at)


@transaction.atomic(durable=True)
def take_back(chart: Chart, *, key: str, at: datetime) -> None:
    """The person no longer wants to be invited. Open invitations are gone from then on."""
    _need_own(chart)
    if not once.is_first_time(key, action="end_stay_in_touch", account_id=chart.by.account_id, at=at):
        return
    row = StayInTouch.objects.select_for_update().filter(person=chart.person, ended_at=None).first()
    if row is not None:
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        chart.note("stay_in_touch", row.pk, at=at)


def list_peers(by: SignedIn, *, at: datetime) -> list[Peer]:
    """Who agreed at the counselor's sites, the latest first; one line in the trail names them."""
    need_role(by, Role.COUNSELOR)
    here = Episode.objects.filter(
        site__in=by.reader.site_ids, state__in=[state.value for state in AFTER]
    ).values("person_id")
    agreed = StayInTouch.objects.filter(ended_at=None, person__in=here)
    when = dict(agreed.order_by("-agreed_at").values_list("person_id", "agreed_at")[:AT_MOST])
    opened = charts.open_list(by, list(when), Purpose.TREATMENT, what="peers", at=at)
    latest: dict[UUID, PeerInvitation] = {}
    for row in PeerInvitation.objects.filter(person__in=list(when)).order_by("invited_at"):
        latest[row.person_id] = row
    return [Peer(chart.person, when[chart.person.pk], latest.get(chart.person.pk)) for chart in opened]


@transaction.atomic(durable=True)
def invite(
    chart: Chart, *, asks_for: str, on: date, starts_at: time, key: str, at: datetime
) -> PeerInvitation | None:
    """Ask somebody who agreed to come as a peer on a day. They see it on their page and hear of a message."""
    chart.need(Part.AFTERCARE)
    if chart.by.staff is None:
        raise NotHere("Only staff invite.")
    if not once.is_first_time(key, action="invite_peer", account_id=chart.by.account_id, at=at):
        return None
    agreed = StayInTouch.objects.select_for_update().filter(person=chart.person, ended_at=None).exists()
    if not agreed:
        raise CannotInvite(gettext_noop("This person didn't agree to be invited, or took it back."))
    episode = graduating.find_stay(chart)
    if State(episode.state) not in AFTER:
        raise CannotInvite(gettext_noop("This person is in the program again."))
    if asks_for not in PEERS_ASKED_FOR:
        raise CannotInvite(gettext_noop("Choose what you invite for."))
    if on < episode.site.day_at(at):
        raise CannotInvite(gettext_noop("This day is over. Choose today or a later day."))
    row = PeerInvitation.objects.create(
        person=chart.person,
        site=episode.site,
        asks_for=asks_for,
        on=on,
        starts_at=starts_at,
        invited_by=chart.by.staff,
        invited_at=at,
    )
    told, word = {"invitation": str(row.pk)}, f"peer_invited:{row.pk}"
    reaching.queue("peer_invited", key=word, person_id=chart.person.pk, payload=told, due_at=at, at=at)
    chart.note("peer_invitation", row.pk, at=at)
    return row


def invitations(chart: Chart, *, today: date) -> list[PeerInvitation]:
    """What the person is invited to from today on; nothing once they took their word back."""
    if agreement(chart) is None:
        return []
    rows = PeerInvitation.objects.filter(person=chart.person, on__gte=today).select_related(
        "site", "invited_by"
    )
    return list(rows.order_by("on", "starts_at")[:AT_MOST])


@transaction.atomic(durable=True)
def answer(chart: Chart, invitation_id: UUID, *, comes: bool, key: str, at: datetime) -> None:
    """The person comes, or doesn't. They may think again until the day."""
    _need_own(chart)
    if not once.is_first_time(key, action="answer_peer", account_id=chart.by.account_id, at=at):
        return
    row = PeerInvitation.objects.select_for_update().filter(pk=invitation_id, person=chart.person).first()
    if row is None:
        raise NotHere("There is no such invitation.")
    row.answer, row.answered_at = ("comes" if comes else "declined"), at
    row.save(update_fields=["answer", "answered_at"])
    chart.note("peer_invitation", row.pk, at=at)


def _need_own(chart: Chart) -> None:
    if chart.purpose is not Purpose.OWN:
        raise NotHere("Only the person says this.")
