"""What changed among a counselor's people, and yes or no to what they asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from stepwell.actions import announcing, charts, hearing_back, once, reaching, swapping
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.reaching import Outcome, TooManyWords
from stepwell.actions.readers import SignedIn
from stepwell.domain.privacy.access import Purpose
from stepwell.domain.wording.neutral import AppointmentText
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.sessions.models import Swap, SwapState
from stepwell.records.tenancy import composed
from stepwell.records.tenancy.composed import Gaps

SHOWN = timedelta(days=7)
"""How long a change that nobody said they have read stays on Today. Program policy."""

UNANSWERED = timedelta(days=1)
"""How long a question stays after the session it is about has begun. Program policy."""

MOST = 12

MOST_WORDS = 300
"""Of a word that goes with an answer."""


@dataclass(frozen=True)
class Change:
    """One change with the chart of the person whose it is."""

    swap: Swap
    chart: Chart

    @property
    def is_asked(self) -> bool:
        """It waits for a yes or a no; without a session to go to, for help."""
        return self.swap.state == SwapState.ASKED


def find_changes(by: SignedIn, *, at: datetime) -> list[Swap]:
    """What the reader's own people changed or asked, asked first; it names nobody yet."""
    if by.staff is None:
        return []
    found = _open_now(staff=by.staff.pk, begun_after=at - UNANSWERED, told_after=at - SHOWN)
    return sorted(found, key=lambda swap: swap.state != SwapState.ASKED)


@composed.once
def _open_now(gap: Gaps) -> QuerySet[Swap]:
    mine = Q(gives__episode__counselor_id=gap.staff) | Q(
        gives__episode__counselor=None, gives__session__leader_id=gap.staff
    )
    asked = Q(state=SwapState.ASKED, gives__starts_at__gt=gap.begun_after)
    open_now = asked | Q(state=SwapState.TAKEN, seen_at=None, told_at__gt=gap.told_after)
    rows = _rows().filter(mine, open_now, gives__episode__is_open=True)
    return rows.order_by("told_at", "pk")[:MOST]


def show(changes: Sequence[Swap], opened: Sequence[Chart]) -> list[Change]:
    """The changes of those whose charts are among the opened ones."""
    by_person = {chart.person.pk: chart for chart in opened}
    return [Change(swap, by_person[swap.person_id]) for swap in changes if swap.person_id in by_person]


def open_swap(by: SignedIn, swap_id: UUID, *, at: datetime) -> Chart:
    """The chart of the person whose change it is, for who may treat them; or NotHere."""
    swap = Swap.objects.filter(pk=swap_id).first()
    if swap is None:
        raise NotHere("There is no such change.")
    return charts.open_for(by, swap.person_id, Purpose.TREATMENT, what="swap", at=at)


@transaction.atomic(durable=True)
def settle(chart: Chart, *, swap_id: UUID, yes: bool, words: str = "", key: str, at: datetime) -> Swap:
    """Say yes, and it is done, or no, and everything stays. What is settled stays as it was settled.

    The person is told that there is an answer, and reads on the phone what it is, with these words if
    there are any. A yes that can't be kept any more is refused and leaves the question open.
    """
    if len(words) > MOST_WORDS:
        raise TooManyWords(gettext_noop("Use at most %(most)s letters."), most=MOST_WORDS)
    swap = _swap(chart, swap_id)
    first = once.is_first_time(key, action="settle_swap", account_id=chart.by.account_id, at=at)
    if not first or swap.state != SwapState.ASKED:
        return swap
    if yes and swap.takes_id is not None:
        takes = swapping.fitting(swap, at=at)
        swap = _swap(chart, swap_id)
        if swap.state != SwapState.ASKED:
            return swap
        swapping.put(chart, swap, takes, at=at)
        row = chart.attendances.select_related("session").get(session=takes)
        announcing.announce(AppointmentText.CHANGED, [row], act=swap.pk, at=at)
    else:
        hearing_back.tell(swap, at=at)
    state = SwapState.GRANTED if yes else SwapState.DECLINED
    swapping.settle_as(swap, state, by=chart.by.account_id, at=at)
    Swap.objects.filter(pk=swap.pk).update(words=chart.seal(words.strip()))
    reaching.close_change_task(
        chart, about=swap.pk, outcome=Outcome.ARRANGED if yes else Outcome.NOT_NEEDED, at=at
    )
    chart.note("swap", swap.pk, at=at, state=swap.state)
    return swap


@transaction.atomic(durable=True)
def see(chart: Chart, *, swap_id: UUID, at: datetime) -> None:
    """Say that one has read of the change. The first time counts."""
    swap = _swap(chart, swap_id)
    if Swap.objects.filter(pk=swap.pk, seen_at=None).update(seen_at=at):
        chart.note("swap", swap.pk, at=at, seen=True)


def _rows() -> QuerySet[Swap]:
    return Swap.objects.select_related(
        "takes__room",
        "takes__leader",
        "takes__site",
        "gives__session__group",
        "gives__session__room",
        "gives__session__leader",
        "gives__session__service",
        "gives__session__site",
        "gives__episode__site",
        "gives__episode__template",
        "gives__episode__person",
    )


def _swap(chart: Chart, swap_id: UUID) -> Swap:
    swap = _rows().filter(pk=swap_id, person=chart.person).first()
    if swap is None:
        raise NotHere("There is no such change.")
    return swap
