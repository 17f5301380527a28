"""Who waited to start is admitted: the enquiry becomes an episode, with groups, counselor and next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from stepwell.actions import (
    admission_checklist,
    enrolling,
    grouping,
    holding_seats,
    inviting,
    moving_enquiries,
    once,
    seats,
    stepping,
)
from stepwell.actions.charts import Chart
from stepwell.actions.refusals import Refusal
from stepwell.domain.episodes.checklist import Act
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.episodes.needs import Need
from stepwell.domain.privacy.access import Part, Role
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.enquiries.models import Enquiry
from stepwell.records.episodes.models import Episode
from stepwell.records.people.models import Account
from stepwell.records.program.models import Staff
from stepwell.records.schedule.models import Group
from stepwell.records.waiting.models import Outcome, SeatHold


class CannotAdmit(Refusal):
    """Something that must come first is missing."""


@dataclass(frozen=True)
class Begun:
    """The stay that began, and which groups of the seat couldn't take the person after all."""

    episode: Episode
    refused: tuple[Refusal, ...] = ()


def list_counselors(chart: Chart, enquiry: Enquiry) -> list[Staff]:
    """Who may become the counselor: those of the site, by name."""
    chart.need(Part.ADMISSION)
    rows = Staff.objects.filter(at_sites__site=enquiry.site_id, retired_at=None)
    rows = rows.filter(account__role=Role.COUNSELOR.value, account__is_active=True)
    return list(rows.order_by("family_name", "given_name", "pk"))


@transaction.atomic(durable=True)
def admit(
    chart: Chart,
    enquiry: Enquiry,
    *,
    starts_on: date,
    counselor_id: UUID | None,
    seen: str = "",
    key: str,
    at: datetime,
) -> Begun:
    """Admit from the first day on, into the groups of the seat that was held. The same `key` admits once.

    Refused while the checklist says that something stops admission, with its name. A group that
    can't take the person any more keeps nobody out: it is told, and they are placed by hand.
    """
    done, is_first = once.claim(key, action="admit_enquiry", account_id=chart.by.account_id, at=at)
    if not is_first:
        return Begun(Episode.objects.get(pk=done.result["episode"]))
    chart.need(Part.ADMISSION)
    row = stepping.locked(chart, enquiry)
    _refuse_missing(row, at=at)
    held = _held(row)
    _refuse_day(row, starts_on, at=at)
    episode = enrolling.begin_episode(
        chart,
        site=row.site,
        template=held.track.template,
        counselor=_counselor(chart, row, counselor_id),
        starts_on=starts_on,
        state=State.ADMITTED,
        at=at,
        by=chart.by,
    )
    row.episode = episode
    moving_enquiries.move(chart, row, to=State.ADMITTED, has={Need.CHECKLIST, Need.SEAT}, seen=seen, at=at)
    seats.let_go(chart.person.pk, outcome=Outcome.TAKEN, at=at)
    refused = _join(chart, held, starts_on, at=at)
    done.result = {"episode": str(episode.pk)}
    done.save(update_fields=["result"])
    return Begun(episode, tuple(refused))


@transaction.atomic(durable=True)
def invite(chart: Chart, *, email: str, language: str, at: datetime) -> str:
    """The path of a link to the person's own account: there they sign and see their place. Told once."""
    chart.need(Part.ADMISSION)
    return inviting.invite_person(chart, email=email, language=language, at=at)


def find_account(chart: Chart) -> Account | None:
    """The person's account, so that staff know whether it was used; None before an invitation."""
    chart.need(Part.CONTACT)
    return Account.objects.filter(person=chart.person).first()


def _refuse_missing(enquiry: Enquiry, *, at: datetime) -> None:
    if State(enquiry.state) is not State.PENDING:
        raise CannotAdmit(gettext_noop("Offer a seat first. Who has one can be admitted."))
    missing = admission_checklist.of_enquiry(enquiry, at=at).stopped_by(Act.ADMIT)
    if missing:
        raise CannotAdmit(
            gettext_noop("Something has to come before admission: %(what)s"), what=missing[0].title
        )


def _held(enquiry: Enquiry) -> SeatHold:
    rows = SeatHold.objects.filter(enquiry=enquiry, ended_at=None)
    held = rows.select_related("track__template").first()
    if held is None:
        raise CannotAdmit(gettext_noop("Offer a seat first. Who has one can be admitted."))
    return held


def _refuse_day(enquiry: Enquiry, starts_on: date, *, at: datetime) -> None:
    today = enquiry.site.day_at(at)
    if (today - starts_on).days > holding_seats.LONGEST_DAYS:
        raise CannotAdmit(gettext_noop("This first day is long over. Look at the date again."))


def _counselor(chart: Chart, enquiry: Enquiry, counselor_id: UUID | None) -> Staff | None:
    if counselor_id is None:
        return None
    found = next((one for one in list_counselors(chart, enquiry) if one.pk == counselor_id), None)
    if found is None:
        raise CannotAdmit(gettext_noop("Choose a counselor of this site."))
    return found


def _join(chart: Chart, held: SeatHold, starts_on: date, *, at: datetime) -> list[Refusal]:
    refused: list[Refusal] = []
    groups = Group.objects.filter(tracks__track=held.track_id).order_by("pk")
    for group in groups:
        try:
            with transaction.atomic():
                grouping.add_member(group, chart, from_on=starts_on, by=chart.by, at=at)
        except Refusal as refusal:
            refused.append(refusal)
    return refused
