"""Seats and who waits for them: three on the list, one of them first by a rule, and one about to start."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from stepwell.actions import (
    admission_checklist,
    admission_papers,
    enquiring,
    enrolling,
    holding_seats,
    priorities,
    readers,
    stepping,
    told_at_admission,
    tracks,
)
from stepwell.actions.charts import Chart
from stepwell.actions.readers import SignedIn
from stepwell.demo import placed
from stepwell.demo.grouped import Groups
from stepwell.demo.places import Places
from stepwell.demo.weeks import COHORTS
from stepwell.domain.waiting.order import PREGNANT
from stepwell.records.admission.models import Kind, Unit
from stepwell.records.enquiries.models import Enquiry
from stepwell.records.program.models import Staff
from stepwell.records.waiting.models import Track

TITLES = {
    "day": "Mornings",
    "evening": "Evenings",
    "dbt": "Afternoons",
    "hill_day": "Mornings",
    "hill_evening": "Evenings",
}
SIGNED = timedelta(days=4)
"""So long ago Priya signed the levels of those who were screened before."""


def wait_and_start(
    found: Mapping[str, Enquiry], places: Places, groups: Groups, *, day_zero: date, at: datetime
) -> None:
    """The seats of both sites; Marisol, Dario and Leland wait for an evening, and Theo has a morning."""
    june = _signed_in(places.staff["june"])
    opened = _open_tracks(june, places, groups, at=at)
    for key, words in (
        ("dario", "Wants to work in the day."),
        ("theo", "Mornings suit, the child is at school."),
        ("marisol", "Wants to stay at home with her mother."),
    ):
        placed.sign_level(june, places.staff["priya"], found[key], words=words, at=at - SIGNED)
    for key in ("dario", "marisol", "leland"):
        _works(june, found[key], at=at)
    _first_by_a_rule(june, found["marisol"], at=at)
    _helped_meanwhile(june, found["dario"], at=at)
    _about_to_start(june, found["theo"], opened["day"], starts_on=day_zero + timedelta(days=7), at=at)


def _open_tracks(june: SignedIn, places: Places, groups: Groups, *, at: datetime) -> dict[str, Track]:
    opened = {}
    for key, title in TITLES.items():
        cohort = COHORTS[key]
        opened[key] = tracks.open_track(
            june,
            site_id=places.sites[cohort.site].pk,
            template_id=places.templates[cohort.template].pk,
            title=title,
            groups=[group.pk for number in range(3) for group in groups[key, number]],
            key=f"demo-track-{key}",
            at=at - timedelta(days=60),
        )
    return opened


def _works(june: SignedIn, enquiry: Enquiry, *, at: datetime) -> None:
    chart = enquiring.open_chart(june, enquiry, at=at - SIGNED)
    for weekday in range(7):
        enrolling.tell_busy(
            chart,
            kind="work",
            weekday=weekday,
            from_time=time(8),
            until_time=time(16),
            zone=enquiry.site.zone,
            at=at - SIGNED,
        )


def _first_by_a_rule(june: SignedIn, enquiry: Enquiry, *, at: datetime) -> None:
    chart = enquiring.open_chart(june, enquiry, at=at - SIGNED)
    priorities.tell(chart, enquiry, grounds=[PREGNANT], key="demo-grounds", at=at - SIGNED)


def _helped_meanwhile(june: SignedIn, enquiry: Enquiry, *, at: datetime) -> None:
    then = at - timedelta(days=2)
    chart = enquiring.open_chart(june, enquiry, at=then)
    stepping.finish_step(chart, enquiry, step="interim_help", key="demo-interim", at=then)


def _about_to_start(june: SignedIn, enquiry: Enquiry, track: Track, *, starts_on: date, at: datetime) -> None:
    """A seat, the papers, and most of what admission asks for; the orientation is still to come."""
    then = at - timedelta(days=1)
    chart = enquiring.open_chart(june, enquiry, at=then)
    until = starts_on + timedelta(days=1)
    holding_seats.offer(
        chart, enquiry, track_id=track.pk, starts_on=starts_on, until=until, key="demo-offer", at=then
    )
    admission_papers.give_papers(chart, language="en", say=str, key="demo-papers", at=then)
    admission_papers.sign_by_hand(chart, "treatment_consent", key="demo-hand", at=then)
    _tell(chart, starts_on, at=then)
    admission_checklist.tick(
        chart, enquiry, admission_checklist.NO_MEDICATION, is_so=True, key="demo-none", at=then
    )


def _tell(chart: Chart, starts_on: date, *, at: datetime) -> None:
    contact = {"name": "Greta Brandt", "relation": "Mother", "phone": "555-0188"}
    told_at_admission.tell(chart, Kind.CONTACT, contact, key="demo-contact", at=at)
    told_at_admission.cover(
        chart,
        is_self_pay=False,
        needs_authorization=True,
        payer="Lakeside Health Plan",
        number="LH 20418",
        from_on=starts_on,
        key="demo-cover",
        at=at,
    )
    told_at_admission.authorize(
        chart,
        number="A-7731",
        units=12,
        unit=Unit.DAY,
        from_on=starts_on,
        until_on=starts_on + timedelta(days=27),
        key="demo-authorized",
        at=at,
    )


def _signed_in(staff: Staff) -> SignedIn:
    assert staff.account is not None  # hired with one
    return readers.of(staff.account)
