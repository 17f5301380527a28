"""The kinds of group sessions that programs here are made of, and how they are held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max, Min

from stepwell.domain.timetable.life import told
from stepwell.records.program.models import PhaseService, Service, ServiceKind
from stepwell.records.schedule.models import Group
from stepwell.records.timetable.models import SessionShape

USUAL_MINUTES = {ServiceKind.GROUP: 90, ServiceKind.FAMILY: 60, ServiceKind.INDIVIDUAL: 50}
"""How long a session is where nobody told it and no group is running. Program policy."""


@dataclass(frozen=True)
class Offered:
    """Services by key, and the mix of each phase: minutes a week by the service's key."""

    services: tuple[told.Service, ...]
    ids: Mapping[str, UUID]
    mixes: Mapping[UUID, Mapping[str, int]]
    hour_minutes: int
    hours: frozenset[str]
    """Keys of services that are held alone."""

    @property
    def by_key(self) -> dict[str, told.Service]:
        """The group services by their keys."""
        return {service.key: service for service in self.services}


def gather_services() -> Offered:
    """What phases of programs in use ask for; other services are no part of a timetable."""
    rows = list(
        PhaseService.objects.filter(
            phase__template__retired_at=None, service__retired_at=None
        ).select_related("service")
    )
    services = {row.service_id: row.service for row in rows}
    limits = _limits()
    shapes = {shape.service_id: shape for shape in SessionShape.objects.filter(service__in=services)}
    lengths = _lengths(services)
    mixes: dict[UUID, dict[str, int]] = {}
    for row in rows:
        mixes.setdefault(row.phase_id, {})[row.service.key] = row.weekly_minutes
    groups = [each for each in services.values() if each.kind != ServiceKind.INDIVIDUAL]
    alone = [each for each in services.values() if each.kind == ServiceKind.INDIVIDUAL]
    return Offered(
        services=tuple(
            _told(service, shapes.get(service.pk), lengths.get(service.pk), limits[service.pk])
            for service in sorted(groups, key=lambda each: each.key)
        ),
        ids={service.key: service.pk for service in services.values()},
        mixes=mixes,
        hour_minutes=_minutes(alone[0], shapes.get(alone[0].pk), None) if alone else 50,
        hours=frozenset(service.key for service in alone),
    )


def usual_minutes(service: Service) -> int:
    """How long its sessions are where nobody told it: as its running groups, or the usual of its kind."""
    found = _lengths({service.pk: service}).get(service.pk)
    return found or USUAL_MINUTES[ServiceKind(service.kind)]


def _limits() -> dict[UUID, tuple[int, int]]:
    rows = PhaseService.objects.filter(phase__template__retired_at=None).values("service_id")
    found = rows.annotate(least=Min("phase__template__group_min"), most=Max("phase__template__group_max"))
    return {row["service_id"]: (row["least"], row["most"]) for row in found.order_by()}


def _lengths(services: Mapping[UUID, Service]) -> dict[UUID, int]:
    """The most common length of each service's running groups."""
    rows = Group.objects.filter(service__in=services, ends_on=None).values_list("service_id", "minutes")
    counted: dict[UUID, Counter[int]] = {}
    for service_id, minutes in rows:
        counted.setdefault(service_id, Counter())[minutes] += 1
    return {service_id: max(sorted(found), key=lambda m: found[m]) for service_id, found in counted.items()}


def _told(
    service: Service, shape: SessionShape | None, length: int | None, limits: tuple[int, int]
) -> told.Service:
    is_family = service.kind == ServiceKind.FAMILY
    return told.Service(
        key=service.key,
        minutes=_minutes(service, shape, length),
        least=limits[0],
        most=limits[1],
        is_open=shape.is_open if shape else True,
        by_gender=bool(shape and shape.by_gender),
        with_family=is_family,
    )


def _minutes(service: Service, shape: SessionShape | None, length: int | None) -> int:
    return (shape.minutes if shape else None) or length or USUAL_MINUTES[ServiceKind(service.kind)]
