"""Who pays, by which dated rules, and for whom. Nothing is overwritten: another row follows from its day."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from stepwell.actions import once
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.only_for import need_role
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.domain.hours.payer import files
from stepwell.domain.hours.payer.rules import Edition, RuleSet
from stepwell.domain.privacy.access import Part, Purpose, Role
from stepwell.kernel.sentences import gettext_noop
from stepwell.kernel.strict_json import FileRefused
from stepwell.records.billing.models import Payer, PayerLink, PayerRules

LAST = date(2999, 12, 31)


class NotRules(Refusal):
    """A payer's rules can't be kept as they are told."""


@dataclass(frozen=True)
class Paid:
    """Who pays for somebody in these days, both counted."""

    payer: Payer
    begins: date
    ends: date


def list_payers(by: SignedIn) -> list[Payer]:
    """Every payer by name, with the rules there were, the latest first."""
    need_role(by, Role.MANAGER)
    return list(Payer.objects.order_by("name").prefetch_related("rules"))


@transaction.atomic(durable=True)
def choose_rules(
    by: SignedIn, *, name: str, shipped: str = "", own: str = "", from_on: date, key: str, at: datetime
) -> Payer | None:
    """Rules for a payer from a day on: a set that ships, or a file of one's own, copied whole.

    Days before stay ruled as they were. None when the same `key` was there before.
    """
    need_role(by, Role.MANAGER)
    called = " ".join(name.split())
    if not called:
        raise NotRules(gettext_noop("Write down what the payer is called."))
    rules = _read(shipped, own)
    if not once.is_first_time(key, action="choose_payer_rules", account_id=by.account_id, at=at):
        return None
    told = {"written_at": at, "written_by": by.account_id}
    payer, _is_new = Payer.objects.get_or_create(name=called, defaults=told)
    PayerRules.objects.create(payer=payer, from_on=from_on, rules=rules, **told)
    return payer


@transaction.atomic(durable=True)
def link(chart: Chart, payer_id: UUID | None, *, from_on: date, key: str, at: datetime) -> None:
    """Who pays for this person from a day on; None where nobody is billed."""
    need_billing(chart)
    payer = Payer.objects.filter(pk=payer_id).first() if payer_id else None
    if payer_id is not None and payer is None:
        raise NotHere("There is no such payer.")
    if not once.is_first_time(key, action="link_payer", account_id=chart.by.account_id, at=at):
        return
    row = PayerLink.objects.create(
        person=chart.person, payer=payer, from_on=from_on, written_at=at, written_by=chart.by.account_id
    )
    chart.note("billing", row.pk, at=at)


def need_billing(chart: Chart) -> None:
    """Refuse a chart in which nothing about payment may be written: managers alone do."""
    chart.need(Part.BILLING)
    if chart.purpose is not Purpose.OPERATIONS:
        raise NotHere("There is no such page.")


def paid_for(people: Sequence[UUID]) -> dict[UUID, list[Paid]]:
    """Who pays for each of these people, in the order of days. For actions that have asked the rules."""
    rows = PayerLink.objects.filter(person__in=people).select_related("payer")
    by_person: dict[UUID, dict[date, Payer | None]] = {}
    for row in rows.order_by("from_on", "written_at", "pk"):
        by_person.setdefault(row.person_id, {})[row.from_on] = row.payer
    return {person: list(_spans(links)) for person, links in by_person.items()}


def rules_for(payers: Iterable[UUID]) -> dict[UUID, list[tuple[date, date, RuleSet]]]:
    """The rules of each payer with the days they were chosen for."""
    rows = PayerRules.objects.filter(payer__in=set(payers)).order_by("from_on", "written_at", "pk")
    chosen: dict[UUID, dict[date, RuleSet]] = {}
    for row in rows:
        chosen.setdefault(row.payer_id, {})[row.from_on] = files.read_rules(json.dumps(row.rules))
    found = {}
    for payer, by_day in chosen.items():
        days = sorted(by_day)
        ends = [day - timedelta(days=1) for day in days[1:]] + [LAST]
        found[payer] = [(day, end, by_day[day]) for day, end in zip(days, ends, strict=True)]
    return found


def rule_set(paid: Sequence[Paid], rules: Mapping[UUID, Sequence[tuple[date, date, RuleSet]]]) -> RuleSet:
    """One set of rules for a person: each day by the rules chosen then for who paid then."""
    editions: list[Edition] = []
    for one in paid:
        for begins, ends, chosen in rules.get(one.payer.pk, ()):
            # The one that began last comes first: cut to one first day, of two it stays the one in force.
            for edition in sorted(chosen.editions, key=lambda each: each.begins, reverse=True):
                first = max(one.begins, begins, edition.begins)
                last = min(one.ends, ends, edition.ends or LAST)
                if first <= last:
                    editions.append(replace(edition, begins=first, ends=last))
    return RuleSet(paid[-1].payer.name if paid else "", editions)


def _spans(links: Mapping[date, Payer | None]) -> Iterable[Paid]:
    days = sorted(links)
    for day, following in zip(days, [*days[1:], LAST + timedelta(days=1)], strict=True):
        payer = links[day]
        if payer is not None:
            yield Paid(payer, day, following - timedelta(days=1))


def _read(shipped: str, own: str) -> object:
    if own.strip():
        text: bytes | str = own
    elif shipped in files.SHIPPED:
        text = files.shipped_text(shipped)
    else:
        raise NotRules(gettext_noop("Choose rules, or paste a file of rules."))
    try:
        files.read_rules(text)
    except FileRefused as fault:
        raise NotRules(gettext_noop("These rules can't be read. %(fault)s"), fault=str(fault)) from None
    return json.loads(text)
