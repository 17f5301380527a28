"""The board of intake: everybody on the way in, with next step, owner and due time; nothing disappears."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from django.db.models import QuerySet

from stepwell.actions import charts, coming_next
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.coming_next import Coming
from stepwell.actions.only_for import need_role
from stepwell.actions.readers import SignedIn
from stepwell.domain.episodes.lifecycle import BEFORE_A_SEAT
from stepwell.domain.episodes.lifecycle import EpisodeState as State
from stepwell.domain.episodes.screening_times import PROMISED_MINUTES
from stepwell.domain.privacy.access import Part, Purpose, Role
from stepwell.kernel.spans import whole_minutes
from stepwell.records.enquiries.models import ContactTry, Enquiry, EnquiryState, Screening
from stepwell.records.episodes.models import Episode
from stepwell.records.people.models import Person
from stepwell.records.program.models import Site
from stepwell.records.steps.models import NextStep

PAGE = 50
WHAT = "intake_board"


class Column(Enum):
    """Where a card stands, in the order of the way."""

    NEW = "new"
    BOOKED = "booked"
    SCREENED = "screened"
    WAITING = "waiting"
    TO_ADMIT = "to_admit"


@dataclass(frozen=True)
class Clock:
    """From asking to the screening, in minutes that really passed.

    It stands once a screening took place or is agreed; until then it runs.
    """

    minutes: int
    is_running: bool

    @property
    def is_kept(self) -> bool:
        """Within what a peer program promises."""
        return self.minutes <= PROMISED_MINUTES


@dataclass(frozen=True)
class Card:
    """Somebody on the way. `enquiry` is None for who came into the program without having asked here."""

    person: Person
    site: Site
    column: Column
    coming: Coming
    enquiry: Enquiry | None = None
    screening: Screening | None = None
    clock: Clock | None = None

    @property
    def is_referred(self) -> bool:
        """In good hands elsewhere; comes back."""
        return self.enquiry is not None and self.enquiry.state == State.REFERRED.value


@dataclass(frozen=True)
class Ended:
    """Somebody whose way ended before a first day, and why."""

    person: Person
    enquiry: Enquiry
    state: EnquiryState


def board(by: SignedIn, *, at: datetime) -> dict[Column, list[Card]]:
    """Every card of the reader's sites by column; what is overdue on top, then what is due first.

    A fixed number of queries; one line in the trail names everybody who is shown.
    """
    need_role(by, Role.INTAKE)
    enquiries = list(_here(by).filter(is_open=True).order_by("asked_at"))
    early = [state.value for state in (*BEFORE_A_SEAT, State.PENDING)]
    stays = Episode.objects.filter(site__in=by.reader.site_ids, is_open=True, state__in=early)
    episodes = list(stays.select_related("site", "template", "counselor"))
    people = [*(row.person_id for row in enquiries), *(row.person_id for row in episodes)]
    opened = {
        chart.person.pk: chart for chart in charts.open_list(by, people, Purpose.INTAKE, what=WHAT, at=at)
    }
    cards = [*_of_enquiries(enquiries, opened, at=at), *_of_episodes(episodes, opened, at=at)]
    cards.sort(key=_pressing)
    return {column: [card for card in cards if card.column is column] for column in Column}


def list_ended(by: SignedIn, *, page: int = 1, at: datetime) -> tuple[list[Ended], bool]:
    """Whose way ended, the latest first, fifty a page; and whether there are more."""
    need_role(by, Role.INTAKE)
    first = (max(page, 1) - 1) * PAGE
    states = EnquiryState.objects.filter(enquiry__in=_here(by).filter(is_open=False), until_at=None)
    rows = list(states.select_related("enquiry__site").order_by("-from_at")[first : first + PAGE + 1])
    people = [row.enquiry.person_id for row in rows[:PAGE]]
    opened = {
        chart.person.pk: chart for chart in charts.open_list(by, people, Purpose.INTAKE, what=WHAT, at=at)
    }
    found = [
        Ended(opened[row.enquiry.person_id].person, row.enquiry, row)
        for row in rows[:PAGE]
        if row.enquiry.person_id in opened
    ]
    return found, len(rows) > PAGE


def get_enquiry(by: SignedIn, enquiry_id: UUID) -> Enquiry:
    """An enquiry at a site of the reader's; NotHere otherwise, and for any other role."""
    need_role(by, Role.INTAKE)
    row = _here(by).filter(pk=enquiry_id).first()
    if row is None:
        raise NotHere("There is no such record.")
    return row


def card_of(chart: Chart, enquiry: Enquiry, *, at: datetime) -> Card:
    """One enquiry as the board shows it; its column is told also when it is over."""
    chart.need(Part.ENQUIRY)
    return _of_enquiries([enquiry], {chart.person.pk: chart}, at=at)[0]


def history_of(chart: Chart, enquiry: Enquiry) -> Sequence[EnquiryState]:
    """Every state it has been in, the latest first."""
    chart.need(Part.ENQUIRY)
    return list(EnquiryState.objects.filter(enquiry=enquiry).order_by("-from_at"))


def tries_of(chart: Chart, enquiry: Enquiry) -> Sequence[ContactTry]:
    """Every try to reach somebody, the latest first."""
    chart.need(Part.ENQUIRY)
    return list(ContactTry.objects.filter(enquiry=enquiry).order_by("-tried_at"))


def steps_of(chart: Chart, enquiry: Enquiry) -> Sequence[NextStep]:
    """The steps that are over, the latest first."""
    chart.need(Part.ENQUIRY)
    rows = NextStep.objects.filter(enquiry=enquiry, done_at__isnull=False).select_related("owner")
    return list(rows.order_by("-done_at"))


def clock_of(enquiry: Enquiry, screening: Screening | None, *, at: datetime) -> Clock:
    """From asking to the screening, or so far."""
    until = enquiry.screened_at or (screening.starts_at if screening is not None else None)
    return Clock(whole_minutes((until or at) - enquiry.asked_at), is_running=until is None)


def column_of(enquiry: Enquiry) -> Column:
    """Where it stands on the board. A warm referral waits, with a date to come back."""
    state = State(enquiry.state)
    if state is State.SCREENING:
        return Column.SCREENED if enquiry.screened_at else Column.BOOKED
    return _COLUMNS.get(state, Column.NEW)


def _here(by: SignedIn) -> QuerySet[Enquiry]:
    rows = Enquiry.objects.filter(site__in=by.reader.site_ids)
    return rows.select_related("site", "owner", "person__key")


def _of_enquiries(rows: Sequence[Enquiry], opened: dict[UUID, Chart], *, at: datetime) -> list[Card]:
    coming = coming_next.of_enquiries(rows, at=at)
    agreed = Screening.objects.filter(enquiry__in=rows, voided_at=None).select_related("staff")
    screenings = {row.enquiry_id: row for row in agreed}
    return [
        Card(
            person=opened[row.person_id].person,
            site=row.site,
            column=column_of(row),
            coming=coming[row.pk],
            enquiry=row,
            screening=screenings.get(row.pk),
            clock=clock_of(row, screenings.get(row.pk), at=at),
        )
        for row in rows
        if row.person_id in opened
    ]


def _of_episodes(rows: Sequence[Episode], opened: dict[UUID, Chart], *, at: datetime) -> list[Card]:
    coming = coming_next.of_episodes(rows, at=at)
    return [
        Card(
            person=opened[row.person_id].person,
            site=row.site,
            column=_COLUMNS.get(State(row.state), Column.BOOKED),
            coming=coming[row.pk],
        )
        for row in rows
        if row.person_id in opened
    ]


def _pressing(card: Card) -> tuple[bool, float]:
    due = card.coming.due_at
    return (not card.coming.is_overdue, due.timestamp() if due is not None else 0.0)


_COLUMNS = {
    State.ENQUIRY: Column.NEW,
    State.SCREENING: Column.BOOKED,
    State.REFERRED: Column.WAITING,
    State.WAITING: Column.WAITING,
    State.PENDING: Column.TO_ADMIT,
}
