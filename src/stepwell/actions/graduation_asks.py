"""What a program asks for before somebody graduates: the usual list, or the program's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from stepwell.actions import once
from stepwell.actions.charts import NotHere
from stepwell.actions.only_for import need_role
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.domain.episodes.graduation import USUAL, Criterion
from stepwell.domain.privacy.access import Role
from stepwell.kernel.identifiers import new_id
from stepwell.kernel.sentences import Gap, gettext_noop
from stepwell.records.aftercare.models import AskedCriterion
from stepwell.records.program.models import ProgramTemplate

_USUAL = {each.key: each for each in USUAL}
MOST_LETTERS = 200


class CannotAsk(Refusal):
    """A program can't do without this, or asks for nothing in words."""


@dataclass(frozen=True)
class Asked:
    """A criterion with its title in one or several languages."""

    criterion: Criterion
    title: Gap
    is_own: bool = False


def asked_by(template: ProgramTemplate | None) -> list[Asked]:
    """What this program asks for, in its order; the usual list where it has none of its own."""
    rows = list(AskedCriterion.objects.filter(template=template, retired_at=None)) if template else []
    if not rows:
        return [Asked(each, each.title) for each in USUAL]
    rows.sort(key=lambda row: (row.position, row.written_at))
    return [_asked(row) for row in rows]


def list_programs(by: SignedIn) -> list[tuple[ProgramTemplate, list[Asked]]]:
    """Every program with what it asks for. For managers."""
    need_role(by, Role.MANAGER)
    templates = list(ProgramTemplate.objects.filter(retired_at=None).order_by("weeks", "pk"))
    return [(each, asked_by(each)) for each in templates]


def get_program(by: SignedIn, program_id: UUID) -> ProgramTemplate:
    """One program of the manager's organization."""
    need_role(by, Role.MANAGER)
    found = ProgramTemplate.objects.filter(pk=program_id, retired_at=None).first()
    if found is None:
        raise NotHere("There is no such program.")
    return found


@transaction.atomic(durable=True)
def ask_for(
    by: SignedIn,
    template: ProgramTemplate,
    *,
    keys: Sequence[str],
    own: str = "",
    language: str = "en",
    key: str,
    at: datetime,
) -> None:
    """From now on the program asks for these, and for one more thing in its own words if told.

    A plan for continuing care is always asked for. Who graduated before is not looked at again.
    """
    need_role(by, Role.MANAGER)
    if not once.is_first_time(key, action="ask_for", account_id=by.account_id, at=at):
        return
    if any(not _USUAL[name].may_be_waived for name in _USUAL if name not in keys):
        raise CannotAsk(gettext_noop("A plan for continuing care is always asked for."))
    if len(own) > MOST_LETTERS:
        raise CannotAsk(gettext_noop("Use at most %(most)s letters."), most=MOST_LETTERS)
    before = {asked.criterion.key: asked for asked in asked_by(template)}
    wanted = [name for name in (*_USUAL, *(k for k in before if k not in _USUAL)) if name in keys]
    rows = AskedCriterion.objects.select_for_update().filter(template=template, retired_at=None)
    kept = {row.key for row in rows}
    rows.exclude(key__in=wanted).update(retired_at=at)
    for place, name in enumerate(wanted):
        if name in kept:
            rows.filter(key=name).update(position=place)
        elif name in _USUAL:
            _write(template, name, place, at=at)
    if own.strip():
        _write(template, f"own-{new_id().hex[:20]}", len(wanted), title={language: own.strip()}, at=at)


def _write(
    template: ProgramTemplate, name: str, place: int, *, title: dict[str, str] | None = None, at: datetime
) -> None:
    may_be_waived = _USUAL[name].may_be_waived if name in _USUAL else True
    AskedCriterion.objects.create(
        template=template,
        key=name,
        title=title or {},
        may_be_waived=may_be_waived,
        position=place,
        written_at=at,
    )


def _asked(row: AskedCriterion) -> Asked:
    usual = _USUAL.get(row.key)
    if usual is not None:
        return Asked(usual, usual.title)
    title = next(iter(row.title.values()), row.key)
    return Asked(Criterion(row.key, title, row.may_be_waived), row.title, is_own=True)
