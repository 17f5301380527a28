"""A treatment plan is written, amended into the next revision, and signed by counselor and person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from stepwell.actions import once, plans_kept
from stepwell.actions.charts import Chart
from stepwell.actions.plans_kept import Kept
from stepwell.actions.refusals import Refusal
from stepwell.domain.plans.plan import Plan
from stepwell.domain.privacy.access import Part, Purpose
from stepwell.kernel.identifiers import new_id
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.episodes.models import Episode
from stepwell.records.plans.models import PlanRevision, PlanSignature, PlanSigner
from stepwell.records.tenancy import plainly


class NotInCare(Refusal):
    """A plan belongs to a stay that is open."""


class ChangedMeanwhile(Refusal):
    """A colleague wrote another revision while this page was open."""


class NothingToSign(Refusal):
    """An empty plan is no plan."""


CHANGED = gettext_noop("The plan was changed in the meantime. Look again, then do it once more.")


@transaction.atomic(durable=True)
def amend(chart: Chart, plan: Plan, *, seen: int, key: str, at: datetime) -> int:
    """Write the plan as the next revision; what was written before stays. Answers its number.

    `seen` is the number of the revision that the form was shown with; refused when a
    colleague wrote another one since. The same `key` again, or the same plan, writes nothing.
    """
    chart.need(Part.PLAN)
    episode = _locked(chart)
    plans = plans_kept.plans_of(chart)
    if not once.is_first_time(key, action="amend_plan", account_id=chart.by.account_id, at=at):
        return plans.number
    if plans.number != seen:
        raise ChangedMeanwhile(CHANGED)
    if plans.latest is not None and plans.latest.plan == plan:
        return plans.number
    return _write(chart, episode, plan, plans.number + 1, at=at)


@transaction.atomic(durable=True)
def sign(chart: Chart, *, number: int, key: str, at: datetime) -> Kept:
    """Sign the plan that was read: the counselor the latest revision, the person what the counselor signed.

    Refused where another revision came meanwhile. Signing twice is signing once.
    """
    _locked(chart)
    plans = plans_kept.plans_of(chart)
    is_own = chart.purpose is Purpose.OWN
    found = plans.offered if is_own else plans.latest
    if found is None or not found.plan.nodes:
        raise NothingToSign(gettext_noop("There is no plan to sign yet."))
    if found.number != number:
        raise ChangedMeanwhile(CHANGED)
    if once.is_first_time(key, action="sign_plan", account_id=chart.by.account_id, at=at):
        _sign(chart, found, PlanSigner.PARTICIPANT if is_own else PlanSigner.COUNSELOR, at=at)
    return plans_kept.get_kept(chart, number)


def _sign(chart: Chart, found: Kept, signer: PlanSigner, *, at: datetime) -> None:
    row: dict[str, Any] = {
        "revision_id": found.row.pk,
        "signer": signer.value,
        "account_id": chart.by.account_id,
        "name": chart.by.name,
        "signed_at": at,
    }
    if plainly.insert_if_new(PlanSignature, row):
        chart.note("treatment_plan", found.row.pk, at=at, signed=signer.value)


def _write(chart: Chart, episode: Episode, plan: Plan, number: int, *, at: datetime) -> int:
    form, words = plans_kept.apart(plan)
    row = PlanRevision(
        id=new_id(),
        person=chart.person,
        episode=episode,
        number=number,
        form=form,
        words=chart.seal(words),
        written_at=at,
        written_by=chart.by.account_id,
        writer=chart.by.name,
    )
    row.save(force_insert=True)
    chart.note("treatment_plan", row.pk, at=at)
    return number


def _locked(chart: Chart) -> Episode:
    """The open stay, and nobody else writes its plan until this transaction ends.

    Whether it is open counts under the lock: it may have ended while the lock was waited for.
    """
    found = chart.find_episode()
    rows = Episode.objects.select_for_update(of=("self",))
    episode = rows.filter(pk=found.pk, is_open=True).first() if found is not None else None
    if episode is None:
        raise NotInCare(gettext_noop("This person is not in the program now, so the plan stays as it is."))
    return episode
