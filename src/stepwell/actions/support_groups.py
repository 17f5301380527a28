"""The support groups a program knows: its own list, which a manager keeps and a participant reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from stepwell.actions import once
from stepwell.actions.charts import Chart, NotHere
from stepwell.actions.only_for import need_role
from stepwell.actions.readers import SignedIn
from stepwell.actions.refusals import Refusal
from stepwell.domain.aftercare.support import KINDS
from stepwell.domain.privacy.access import Role
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.aftercare.models import SupportGroup
from stepwell.records.program.models import Site

_AT_MOST = 300


class NotAGroup(Refusal):
    """Something is missing, or this group is on the list already."""


@dataclass(frozen=True)
class Told:
    """One group at one time of the week, as somebody types it."""

    name: str
    kind: str
    weekday: int
    starts_at: time
    where: str = ""
    miles: Decimal | None = None
    link: str = ""
    language: str = "en"


def known_near(chart: Chart, *, kind: str = "") -> list[SupportGroup]:
    """The groups near the site of a person's stay, by the day of the week; of one kind if asked."""
    episode = chart.find_episode()
    if episode is None:
        return []
    rows = SupportGroup.objects.filter(site=episode.site_id, retired_at=None)
    if kind in KINDS:
        rows = rows.filter(kind=kind)
    return list(rows.order_by("weekday", "starts_at", "name")[:_AT_MOST])


def list_groups(by: SignedIn) -> list[SupportGroup]:
    """Every group of the manager's sites."""
    need_role(by, Role.MANAGER)
    rows = SupportGroup.objects.filter(site__in=by.reader.site_ids, retired_at=None)
    return list(rows.select_related("site").order_by("site__name", "weekday", "starts_at", "name")[:_AT_MOST])


@transaction.atomic(durable=True)
def add(by: SignedIn, site: Site, told: Told, *, key: str, at: datetime) -> None:
    """From now on the group is on the list of this site. Telling it twice is once."""
    need_role(by, Role.MANAGER)
    if site.pk not in by.reader.site_ids:
        raise NotHere("There is no such site.")
    if not once.is_first_time(key, action="add_support_group", account_id=by.account_id, at=at):
        return
    if told.kind not in KINDS or not 0 <= told.weekday <= 6 or not told.name.strip():
        raise NotAGroup(gettext_noop("A group has a name, a kind and a day of the week."))
    if not told.where.strip() and not told.link:
        raise NotAGroup(gettext_noop("Write where it meets, or its link."))
    SupportGroup.objects.get_or_create(
        site=site,
        name=told.name.strip(),
        weekday=told.weekday,
        starts_at=told.starts_at,
        retired_at=None,
        defaults={
            "kind": told.kind,
            "where": told.where.strip(),
            "miles": told.miles,
            "link": told.link,
            "language": told.language,
            "written_at": at,
        },
    )


@transaction.atomic(durable=True)
def retire(by: SignedIn, group_id: UUID, *, at: datetime) -> None:
    """The group is on the list no more. Retiring it again changes nothing."""
    need_role(by, Role.MANAGER)
    row = SupportGroup.objects.filter(pk=group_id, site__in=by.reader.site_ids).first()
    if row is None:
        raise NotHere("There is no such group.")
    SupportGroup.objects.filter(pk=row.pk, retired_at=None).update(retired_at=at)
