"""What became of what a person asked for: told in neutral words, read on the phone, yes or no."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from stepwell.actions import reaching
from stepwell.actions.charts import Chart
from stepwell.records.schedule.models import Session
from stepwell.records.sessions.models import Swap, SwapState

ANSWERED = "swap_answered"

SETTLED = (SwapState.GRANTED, SwapState.DECLINED)

MOST = 3


@dataclass(frozen=True)
class Heard:
    """A yes or a no to what somebody asked for, with the counselor's words if there are any."""

    swap: Swap
    words: str

    @property
    def is_yes(self) -> bool:
        return self.swap.state == SwapState.GRANTED

    @property
    def gives(self) -> Session:
        return self.swap.gives.session


def tell(swap: Swap, *, at: datetime) -> None:
    """Queue the word that an answer is there. Part of an action: the caller holds the transaction."""
    reaching.queue(
        ANSWERED,
        key=f"{ANSWERED}:{swap.pk}",
        person_id=swap.person_id,
        payload={"swap": str(swap.pk)},
        due_at=at,
        at=at,
    )


def list_heard(chart: Chart, *, session_id: UUID | None = None, at: datetime) -> list[Heard]:
    """Answers to the person's questions about sessions ahead, the last one first; of one session, if given.

    Only what the counselor decided: what was had at once by policy the person did themselves. Who has
    asked anew since, or took it back, hears nothing of the answer before.
    """
    ahead = Q(gives__starts_at__gt=at) | Q(takes__starts_at__gt=at, state=SwapState.GRANTED)
    rows = Swap.objects.filter(ahead, person=chart.person)
    if session_id is not None:
        rows = rows.filter(gives__session=session_id)
    rows = rows.select_related("gives__session__site", "takes__leader", "takes__room").order_by(
        "-told_at", "-pk"
    )
    last: dict[UUID, Swap] = {}
    for swap in rows:
        last.setdefault(swap.gives_id, swap)
    return [_heard(chart, swap) for swap in last.values() if swap.state in SETTLED][:MOST]


def _heard(chart: Chart, swap: Swap) -> Heard:
    return Heard(swap, chart.read(bytes(swap.words)) if swap.words else "")
