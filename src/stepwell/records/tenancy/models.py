from __future__ import annotations

from typing import Any, ClassVar, Self, TypeVar

from django.db import models

from stepwell.kernel.identifiers import new_id
from stepwell.records.tenancy import scope


class Organization(models.Model):
    """Who runs the program. Every other row belongs to one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    is_demo = models.BooleanField(default=False)
    crisis_contacts = models.JSONField(default=list, blank=True)
    """Program-chosen contacts besides the national ones: [{"name", "phone", "text", "hours"}]."""
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


M = TypeVar("M", bound=models.Model, covariant=True)


class OtherOrganization(ValueError):
    """A row of another organization was about to be written."""


class ScopedQuerySet(models.QuerySet[M]):
    """Creates rows only in the organization of the open scope."""

    def create(self, **values: Any) -> M:
        _refuse_other(values.get("organization_id"), values.get("organization"))
        return super().create(**values)

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[M]:
        rows = list(objs)
        for row in rows:
            _refuse_other(row.organization_id, None)
        return super().bulk_create(rows, *args, **kwargs)


def _refuse_other(organization_id: Any, organization: Organization | None) -> None:
    chosen = organization.pk if organization is not None else organization_id
    if chosen is not None and chosen != scope.organization_id():
        raise OtherOrganization("A row can only be written in the organization of the open scope.")


class ScopedManager(models.Manager[M]):
    """Sees the rows of the open scope's organization; outside a scope it raises."""

    def get_queryset(self) -> ScopedQuerySet[M]:
        return ScopedQuerySet(self.model, using=self._db).filter(organization_id=scope.organization_id())


class Scoped(models.Model):
    """A row that belongs to an organization and can't be read outside its scope."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        default=scope.organization_id,
        related_name="+",
        editable=False,
    )

    objects: ClassVar[ScopedManager[Self]] = ScopedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"
