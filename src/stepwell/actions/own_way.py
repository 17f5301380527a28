"""The way in as the person sees it, before there is a stay: what is agreed, and what is theirs to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stepwell.actions import admission_papers, booking_screenings, holding_seats
from stepwell.actions.charts import Chart
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.privacy.access import Part
from stepwell.records.enquiries.models import Enquiry, Screening
from stepwell.records.waiting.models import SeatHold


@dataclass(frozen=True)
class OwnWay:
    """Where somebody stands who asked and has not begun."""

    enquiry: Enquiry
    screening: Screening | None
    """The talk that is agreed and to come."""
    held: SeatHold | None
    unsigned: int
    """Papers that wait for them on this phone."""

    @property
    def waits(self) -> bool:
        """On the waiting list, with a place of their own."""
        return self.enquiry.state == State.WAITING.value


def find(chart: Chart, *, at: datetime) -> OwnWay | None:
    """The way of the person of the chart; None for who has begun, or isn't on the way."""
    if chart.find_episode() is not None:
        return None
    row = chart.enquiries.filter(is_open=True).first()
    if row is None:
        return None
    screening = booking_screenings.find_screening(row)
    is_to_come = screening is not None and screening.held_at is None and screening.ends_at > at
    return OwnWay(
        enquiry=row,
        screening=screening if is_to_come else None,
        held=holding_seats.find_held(chart.person, at=at),
        unsigned=count_unsigned(chart, at=at),
    )


def count_unsigned(chart: Chart, *, at: datetime) -> int:
    """How many papers the person was given and hasn't signed."""
    chart.need(Part.CONSENTS)
    papers = sum(one.signed_at is None for one in admission_papers.list_papers(chart.person))
    consent = admission_papers.find_disclosure_consent(chart.person, at=at)
    return papers + (consent is not None and not consent.is_signed)
