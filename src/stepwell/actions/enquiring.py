"""Somebody asks for help: without an account on the public pages, or by phone with intake."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q

from stepwell.actions import booking_screenings, charts, enrolling, once, readers, stepping
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.privacy.access import Part, Purpose, Role
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.enquiries.models import Asker, Enquiry, EnquiryState
from stepwell.records.people.models import Channel
from stepwell.records.program.models import Site, Staff
from stepwell.records.steps.models import NextStep
from stepwell.records.tenancy import scope
from stepwell.records.tenancy.models import Organization

JOB = "start"
"""What the program is called in the trail when somebody asks without an account."""


class NobodyToAsk(Refusal):
    """No one does intake at this site."""


class OnTheWayAlready(Refusal):
    """A person asks once at a time."""


@dataclass(frozen=True)
class Asked:
    """What was told. The number is the asker's when the asker is to be called."""

    asker: str
    given_name: str
    family_name: str
    phone: str
    safe_from: time
    safe_until: time
    may_leave_message: bool
    language: str
    asker_name: str = ""
    calls_asker: bool = False
    words: str = ""


@dataclass(frozen=True)
class Told:
    """What is sealed: who asked for another, the asker's number when they are called, and free words."""

    asker_name: str = ""
    asker_phone: str = ""
    words: str = ""


def list_open_organizations() -> list[Organization]:
    """Whose public pages may be found without their address: the real ones, or the demo where it is alone."""
    found = list(Organization.objects.order_by("created_at")[:20])
    return [each for each in found if not each.is_demo] or found[:1]


@contextmanager
def at_program(organization_id: UUID) -> Iterator[Organization]:
    """Ask at this program: its scope is open until the block ends. NotHere for a key of no program."""
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None:
        raise NotHere("There is nothing here.")
    with scope.within(organization.pk):
        yield organization


def list_sites() -> list[Site]:
    """Where somebody may ask: sites at which someone does intake, by name."""
    does_intake = Q(
        staff_here__staff__account__role=Role.INTAKE.value,
        staff_here__staff__account__is_active=True,
        staff_here__staff__retired_at=None,
    )
    return list(Site.objects.filter(does_intake, retired_at=None).distinct().order_by("name"))


def by_the_public() -> SignedIn:
    """Who writes when somebody asks without an account: the program itself."""
    return readers.system(scope.organization_id(), name=JOB)


def open_chart(by: SignedIn, enquiry: Enquiry, *, at: datetime) -> Chart:
    """The chart of who asked, for intake or for the public pages; NotHere for any other role."""
    purpose = _PURPOSES.get(by.role)
    if purpose is None:
        raise NotHere("There is no such record.")
    return charts.open_for(by, enquiry.person_id, purpose, what="enquiry", at=at)


def write_enquiry(by: SignedIn, asked: Asked, *, site: Site, key: str, at: datetime) -> Enquiry:
    """A person the program knows from now on, what they told, and the first step with its owner.

    The same `key` again gives the enquiry of the first time.
    """
    done, is_first = once.claim(key, action="enquire", account_id=by.account_id, at=at)
    if not is_first:
        return Enquiry.objects.select_related("site", "owner").get(pk=done.result["enquiry"])
    if by.role is Role.INTAKE and site.pk not in by.reader.site_ids:
        raise NotHere("There is nothing here.")
    enquiry = _write(by, asked, site, at=at)
    chart = open_chart(by, enquiry, at=at)
    told = Told(asked.asker_name, asked.phone if asked.calls_asker else "", asked.words)
    enquiry.told = chart.seal(json.dumps(asdict(told)))
    enquiry.save(update_fields=["told"])
    _begin(chart, enquiry, at=at)
    done.result = {"enquiry": str(enquiry.pk)}
    done.save(update_fields=["result"])
    return enquiry


enquire = transaction.atomic(durable=True)(write_enquiry)
"""`write_enquiry` in a transaction of its own."""


@transaction.atomic(durable=True)
def ask_again(chart: Chart, enquiry: Enquiry, *, key: str, at: datetime) -> Enquiry:
    """Somebody whose way had ended asks again: another enquiry with what is known; the old one stays."""
    done, is_first = once.claim(key, action="ask_again", account_id=chart.by.account_id, at=at)
    if not is_first:
        return Enquiry.objects.get(pk=done.result["enquiry"])
    before = stepping.locked(chart, enquiry)
    if Enquiry.objects.filter(person=chart.person, is_open=True).exists() or chart.find_episode() is not None:
        raise OnTheWayAlready(gettext_noop("This person is on the way already, or has been in the program."))
    again = Enquiry.objects.create(
        person=chart.person,
        site=before.site,
        owner=chart.by.staff or before.owner,
        asker=before.asker,
        by_phone=True,
        calls_asker=before.calls_asker,
        may_leave_message=before.may_leave_message,
        told=before.told,
        state=State.ENQUIRY.value,
        asked_at=at,
        last_contact_at=at,
    )
    _begin(chart, again, at=at)
    done.result = {"enquiry": str(again.pk)}
    done.save(update_fields=["result"])
    return again


def begin_again(chart: Chart, site: Site, *, at: datetime) -> Enquiry:
    """Somebody who was in the program asks again by themselves. Inside the caller's transaction."""
    again = Enquiry.objects.create(
        person=chart.person,
        site=site,
        owner=_owner_at(site, chart.by),
        asker=Asker.SELF,
        state=State.ENQUIRY.value,
        asked_at=at,
    )
    _begin(chart, again, at=at)
    return again


def told_of(chart: Chart, enquiry: Enquiry) -> Told:
    """What was told in words, opened."""
    text = chart.read(bytes(enquiry.told or b""), of=Part.ENQUIRY)
    return Told(**json.loads(text)) if text else Told()


def _begin(chart: Chart, enquiry: Enquiry, *, at: datetime) -> None:
    """The first state and the first step, in the transaction that writes the enquiry."""
    EnquiryState.objects.create(
        enquiry=enquiry, state=enquiry.state, from_at=at, written_by=chart.by.account_id
    )
    stepping.go_on(enquiry, after="", by=chart.by, at=at)
    chart.note("enquiry", enquiry.pk, at=at)


def _write(by: SignedIn, asked: Asked, site: Site, *, at: datetime) -> Enquiry:
    owner = _owner_at(site, by)
    person = enrolling.make_person(
        given_name=asked.given_name, family_name=asked.family_name, languages=[asked.language], at=at
    )
    enrolling.write_wishes(
        person,
        email="",
        phone="" if asked.calls_asker else asked.phone,
        channel=Channel.NONE.value,
        safe_from=asked.safe_from,
        safe_until=asked.safe_until,
        zone=site.zone,
        language=asked.language,
        at=at,
    )
    return Enquiry.objects.create(
        person=person,
        site=site,
        owner=owner,
        asker=Asker(asked.asker),
        by_phone=by.role is Role.INTAKE,
        calls_asker=asked.calls_asker,
        may_leave_message=asked.may_leave_message,
        state=State.ENQUIRY.value,
        asked_at=at,
        last_contact_at=at if by.role is Role.INTAKE else None,
    )


def _owner_at(site: Site, by: SignedIn) -> Staff:
    """Who is on the phone owns it; else whoever has the fewest steps open, then by name."""
    if by.role is Role.INTAKE and by.staff is not None:
        return by.staff
    able: Sequence[Staff] = booking_screenings.screeners_at(site)
    if not able:
        raise NobodyToAsk(gettext_noop("Nobody can take this here now. Please call the program."))
    open_steps = NextStep.objects.filter(owner__in=able, done_at=None).values("owner")
    busy = dict(open_steps.annotate(n=Count("pk")).values_list("owner", "n"))
    return min(able, key=lambda one: busy.get(one.pk, 0))


_PURPOSES = {Role.INTAKE: Purpose.INTAKE, Role.SYSTEM: Purpose.SYSTEM}
