"""People on the way in, made by the product's own actions, for tests of what comes after the screening."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from cast import AT, TODAY, Cast
from stepwell.actions import (
    charts,
    enquiring,
    enrolling,
    loading_editions,
    moving_enquiries,
    stepping,
    tracks,
)
from stepwell.actions.charts import Chart
from stepwell.actions.enquiring import Asked
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.privacy.access import Role
from stepwell.kernel.identifiers import new_id
from stepwell.records.enquiries.models import Enquiry, Screening
from stepwell.records.people.models import Account, Person
from stepwell.records.placement.models import Assessment, LevelDecision
from stepwell.records.waiting.models import Track


def ask(cast: Cast, name: str = "Robin", *, at: datetime = AT) -> Enquiry:
    """Somebody asked at Riverside, for themselves."""
    asked = Asked("self", name, "Ekberg", "555-0177", time(8), time(20), True, "en")
    return enquiring.enquire(enquiring.by_the_public(), asked, site=cast.riverside, key=f"ask {name}", at=at)


def opened(cast: Cast, enquiry: Enquiry, *, at: datetime = AT) -> Chart:
    """Their chart, as June of intake opens it."""
    return enquiring.open_chart(cast.sign_in(cast.june), enquiry, at=at)


def person_of(enquiry: Enquiry) -> Person:
    return Person.objects.get(pk=enquiry.person_id)


def wait(cast: Cast, name: str = "Robin", *, at: datetime = AT) -> Enquiry:
    """Somebody who asked, was screened, and is on the waiting list with a level signed."""
    enquiry = ask(cast, name, at=at)
    chart = opened(cast, enquiry, at=at)
    with transaction.atomic():
        row = stepping.locked(chart, enquiry)
        _sign_level(cast, row, at=at)
        moving_enquiries.move(chart, row, to=State.SCREENING, at=at)
        moving_enquiries.move(chart, row, to=State.WAITING, at=at)
    return Enquiry.objects.select_related("site", "owner").get(pk=enquiry.pk)


def _sign_level(cast: Cast, enquiry: Enquiry, *, at: datetime) -> None:
    """A screening that took place, and a level that this program gives, signed by Priya."""
    starts_at = AT - timedelta(days=40) + timedelta(hours=Screening.objects.count())
    screening = Screening.objects.create(
        enquiry=enquiry,
        staff=cast.june,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=45),
        manner="phone",
        booked_at=at,
        held_at=at,
    )
    assessment = Assessment.objects.create(
        enquiry=enquiry,
        screening=screening,
        edition=loading_editions.in_force(at=at),
        begun_at=at,
        begun_by=cast.june,
        is_open=False,
    )
    LevelDecision.objects.create(
        assessment=assessment,
        suggestion=b"",
        selected="iop",
        title="Intensive outpatient",
        is_given_here=True,
        staff=cast.priya,
        signer=cast.priya.full_name,
        credential="LCSW",
        signed_at=at,
        account_id=cast.priya.account_id or new_id(),
    )


def own(cast: Cast, enquiry: Enquiry, *, at: datetime = AT) -> Chart:
    """Their own chart, by the account they were given."""
    account = Account.objects.filter(person=enquiry.person_id).first() or enrolling.give_account(
        person_of(enquiry),
        email=f"{enquiry.person.given_name}@test.stepwell.invalid".replace(" ", "").lower(),
        role=Role.PARTICIPANT,
        language="en",
        at=at,
    )
    return charts.open_own(cast.sign_in(account), what="record", at=at)


def make_track(cast: Cast, *, title: str = "Evenings", groups: list[UUID] | None = None) -> Track:
    """A track at Riverside of the group of the cast."""
    return tracks.open_track(
        cast.sign_in(cast.june),
        site_id=cast.riverside.pk,
        template_id=cast.template.pk,
        title=title,
        groups=groups or [cast.group.pk],
        key=f"track {title}",
        at=AT,
    )


__all__ = ["AT", "TODAY", "ask", "make_track", "opened", "own", "person_of", "wait"]
