"""Treatment plans as they are kept, put together again as `domain.plans` reads them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import QuerySet
from msgspec.structs import replace

from stepwell.actions.charts import Chart, NotHere
from stepwell.domain.plans.nodes import AnyNode
from stepwell.domain.plans.plan import Plan
from stepwell.domain.plans.rules.plan_unsigned import BOTH
from stepwell.domain.privacy.access import Part
from stepwell.records.plans.models import PlanRevision, PlanSignature, PlanSigner
from stepwell.records.tenancy import composed
from stepwell.records.tenancy.composed import Gaps


@dataclass(frozen=True)
class Kept:
    """One revision: the plan as it was written, and who signed it."""

    row: PlanRevision
    plan: Plan
    signatures: tuple[PlanSignature, ...]

    @property
    def number(self) -> int:
        return self.row.number

    @property
    def signed_by(self) -> frozenset[str]:
        """In whose names it is signed."""
        return frozenset(each.signer for each in self.signatures)

    @property
    def is_signed_by_both(self) -> bool:
        return self.signed_by >= BOTH

    @property
    def is_offered(self) -> bool:
        """The counselor signed it, so the person may read and sign it."""
        return PlanSigner.COUNSELOR.value in self.signed_by


@dataclass(frozen=True)
class Plans:
    """The plans of one stay: the latest revision, and every signed one, the latest first."""

    latest: Kept | None
    signed: tuple[Kept, ...]

    @property
    def number(self) -> int:
        """Of the latest revision; 0 where nothing is written yet."""
        return self.latest.number if self.latest else 0

    @property
    def offered(self) -> Kept | None:
        """The latest that the counselor signed."""
        return next((each for each in self.signed if each.is_offered), None)

    @property
    def in_force(self) -> Kept | None:
        """The latest that both signed."""
        return next((each for each in self.signed if each.is_signed_by_both), None)

    @property
    def shown(self) -> Kept | None:
        """What stands for the plan where nobody is writing: in force, else offered, else the draft."""
        return self.in_force or self.offered or self.latest


def plans_of(chart: Chart) -> Plans:
    """The plans of the person's stay: the open one, or else the latest."""
    chart.need(Part.PLAN)
    episode = chart.find_episode()
    rows = list(_rows(episode.pk)) if episode else []
    kept = [_kept(chart, row) for place, row in enumerate(rows) if place == 0 or row.signatures.all()]
    return Plans(kept[0] if kept else None, tuple(each for each in kept if each.signatures))


def get_kept(chart: Chart, number: int) -> Kept:
    """One revision of the stay by its number; NotHere for any other."""
    chart.need(Part.PLAN)
    episode = chart.find_episode()
    row = _rows(episode.pk).filter(number=number).first() if episode else None
    if row is None:
        raise NotHere("There is no such plan.")
    return _kept(chart, row)


def find_taken_out(chart: Chart, node_key: str) -> AnyNode | None:
    """A part that was taken out, as the last revision that had it; None for what was never in this plan."""
    chart.need(Part.PLAN)
    episode = chart.find_episode()
    for row in _rows(episode.pk) if episode else ():
        if any(node.get("key") == node_key for node in row.form):
            return _kept(chart, row).plan.find(node_key)
    return None


def apart(plan: Plan) -> tuple[list[dict[str, Any]], str]:
    """The coded form of a plan, and its words to be sealed."""
    words = {node.key: node.words for node in plan.nodes}
    bare = [replace(node, words="") for node in plan.nodes]
    return json.loads(msgspec.json.encode(bare)), json.dumps(words)


def signed_episodes(episodes: Iterable[UUID]) -> set[UUID]:
    """Those of these stays that have a plan signed by both. For actions that have asked the rules."""
    by_participant = PlanSignature.objects.filter(signer=PlanSigner.PARTICIPANT)
    rows = PlanSignature.objects.filter(
        revision__episode__in=list(episodes),
        signer=PlanSigner.COUNSELOR,
        revision__in=by_participant.values("revision"),
    )
    return set(rows.values_list("revision__episode_id", flat=True))


def _rows(episode_id: UUID) -> Any:
    rows = PlanRevision.objects.filter(episode=episode_id).order_by("-number")
    return rows.prefetch_related("signatures")


def _kept(chart: Chart, row: PlanRevision) -> Kept:
    signatures = sorted(row.signatures.all(), key=lambda each: each.signed_at)
    return Kept(row, _plan(chart, row), tuple(signatures))


def _plan(chart: Chart, row: PlanRevision) -> Plan:
    text = chart.read(bytes(row.words or b""), of=Part.PLAN)
    words = json.loads(text) if text else {}
    bare = msgspec.convert(row.form, list[AnyNode])
    return Plan(tuple(replace(node, words=words.get(node.key, "")) for node in bare))


def in_force_of(opened: Mapping[UUID, Chart]) -> dict[UUID, Plan]:
    """The plan that both signed last, for each of these stays; one query, however many they are.

    The keys are those of episodes, each with the record of whose it is; stays without a plan in
    force are left out, and so are records whose plan the reader may not see.
    """
    wanted = [key for key, chart in opened.items() if chart.may_read(Part.PLAN)]
    found: dict[UUID, Plan] = {}
    for row in _signed_by_both(episodes=wanted):
        if row.episode_id not in found:
            found[row.episode_id] = _plan(opened[row.episode_id], row)
    return found


@composed.once
def _signed_by_both(gap: Gaps) -> QuerySet[PlanRevision]:
    rows = PlanRevision.objects.filter(episode_id__in=gap.many("episodes"))
    by_both = rows.filter(signatures__signer=PlanSigner.COUNSELOR.value).filter(
        signatures__signer=PlanSigner.PARTICIPANT.value
    )
    return by_both.order_by("episode_id", "-number")
