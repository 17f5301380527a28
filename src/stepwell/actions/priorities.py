"""What a rule of priority may go by for who asked, and the program's own rules with their sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from stepwell.actions import once, stepping
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.only_for import need_role
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.domain.privacy.access import Part, Role
from stepwell.domain.waiting.order import FEDERAL, INJECTING, PREGNANT, Rule
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.enquiries.models import Enquiry
from stepwell.records.tenancy import plainly
from stepwell.records.waiting.models import PriorityGround, PriorityRule

FEDERAL_GROUNDS: Mapping[str, str] = MappingProxyType(
    {PREGNANT: gettext_noop("Pregnant"), INJECTING: gettext_noop("Injects drugs")}
)
"""What the federal rules go by, in words for intake."""


class NotARule(Refusal):
    """This rule can't be written like that."""


def list_rules() -> tuple[Rule, ...]:
    """The federal rules, then the program's own in the order in which they were written."""
    rows = PriorityRule.objects.filter(retired_at=None).order_by("written_at", "pk")
    own = (Rule(row.ground, row.title, frozenset({row.ground}), row.source) for row in rows)
    return (*FEDERAL, *own)


def list_own_rules(by: SignedIn) -> list[PriorityRule]:
    """The program's own rules, for intake and managers."""
    need_role(by, Role.INTAKE, Role.MANAGER)
    return list(PriorityRule.objects.filter(retired_at=None).order_by("written_at", "pk"))


def list_grounds() -> dict[str, str]:
    """Everything that can be told of who asked, with its words: each is what a rule goes by."""
    own = PriorityRule.objects.filter(retired_at=None).order_by("written_at", "pk")
    return {**FEDERAL_GROUNDS, **dict(own.values_list("ground", "title"))}


def grounds_of(enquiries: Iterable[Enquiry]) -> dict[UUID, set[str]]:
    """What is told of each, by the key of the enquiry. For actions that have asked the rules."""
    rows = PriorityGround.objects.filter(enquiry__in=list(enquiries), voided_at=None)
    found: dict[UUID, set[str]] = defaultdict(set)
    for key, ground in rows.values_list("enquiry_id", "ground"):
        found[key].add(ground)
    return found


@transaction.atomic(durable=True)
def tell(chart: Chart, enquiry: Enquiry, *, grounds: Collection[str], key: str, at: datetime) -> None:
    """These grounds are so, and no others: what was told before and isn't so is voided, and stays."""
    chart.need(Part.ENQUIRY)
    if not once.is_first_time(key, action="tell_grounds", account_id=chart.by.account_id, at=at):
        return
    row = stepping.locked(chart, enquiry)
    wanted = set(grounds) & set(list_grounds())
    known = grounds_of([row]).get(row.pk, set())
    mine = PriorityGround.objects.filter(enquiry=row, voided_at=None)
    mine.filter(ground__in=known - wanted).update(voided_at=at)
    PriorityGround.objects.bulk_create(
        PriorityGround(enquiry=row, ground=ground, written_at=at, written_by=chart.by.account_id)
        for ground in sorted(wanted - known)
    )
    if wanted != known:
        chart.note("waiting_place", row.pk, at=at)


@transaction.atomic(durable=True)
def write_rule(by: SignedIn, *, title: str, source: str, key: str, at: datetime) -> None:
    """A rule of the program's own, after the others. One with the same title is the same rule."""
    need_role(by, Role.INTAKE, Role.MANAGER)
    if not once.is_first_time(key, action="write_rule", account_id=by.account_id, at=at):
        return
    ground = slugify(title)[:40]
    if not ground or not source.strip() or ground in FEDERAL_GROUNDS:
        raise NotARule(gettext_noop("Name the rule, and where it comes from."))
    row = {"ground": ground, "title": title.strip(), "source": source.strip(), "written_at": at}
    plainly.insert_if_new(PriorityRule, {**row, "written_by": by.account_id, "retired_at": None})


@transaction.atomic(durable=True)
def end_rule(by: SignedIn, rule_id: UUID, *, at: datetime) -> None:
    """The rule counts no more. Ending it twice changes nothing."""
    need_role(by, Role.INTAKE, Role.MANAGER)
    rows = PriorityRule.objects.filter(pk=rule_id)
    if not rows.exists():
        raise NotHere("There is no such rule.")
    rows.filter(retired_at=None).update(retired_at=at)


def words_of(grounds: Sequence[str]) -> list[str]:
    """The words of grounds, in the order in which they are listed."""
    known = list_grounds()
    return [words for ground, words in known.items() if ground in grounds]
