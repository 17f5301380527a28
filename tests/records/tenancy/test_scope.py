"""Rows belong to an organization, and a query outside a scope raises."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from stepwell.records.program.models import Site
from stepwell.records.tenancy import scope
from stepwell.records.tenancy.models import Organization, OtherOrganization, Scoped

SCOPED = [model for model in apps.get_models() if issubclass(model, Scoped)]


@pytest.fixture
def other(organization: Organization, at: datetime) -> Organization:
    return Organization.objects.create(name="Another", created_at=at)


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model.__name__)
def test_a_query_outside_a_scope_raises(model: type[Scoped]) -> None:
    assert scope.find_organization_id() is None
    with pytest.raises(scope.OutsideScope):
        list(model.objects.all())


def test_a_row_is_seen_in_its_own_scope_and_in_no_other(
    organization: Organization, other: Organization
) -> None:
    Site.objects.create(name="Here", zone="America/Chicago")
    with scope.within(other.pk):
        assert not Site.objects.exists()
    assert Site.objects.count() == 1


def test_a_row_of_another_organization_can_not_be_written(
    organization: Organization, other: Organization
) -> None:
    with pytest.raises(OtherOrganization):
        Site.objects.create(name="There", zone="America/Chicago", organization=other)
    with pytest.raises(OtherOrganization):
        Site.objects.bulk_create([Site(name="There", zone="America/Chicago", organization=other)])


def test_the_scope_before_is_in_force_again_afterwards(
    organization: Organization, other: Organization
) -> None:
    with scope.within(other.pk):
        pass
    assert scope.organization_id() == organization.pk


def test_the_database_itself_hides_other_organizations(
    organization: Organization, other: Organization
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("row-level security is PostgreSQL's; SQLite has the scope alone")
    Site.objects.create(name="Here", zone="America/Chicago")
    with scope.within(other.pk), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM program_site")
        assert cursor.fetchone() == (0,)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            cursor.execute(
                "INSERT INTO program_site (id, name, zone, address, phone, organization_id)"
                " VALUES (gen_random_uuid(), 'There', 'UTC', '', '', %s)",
                [organization.pk],
            )


def test_every_scoped_table_has_row_level_security(organization: Organization) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("row-level security is PostgreSQL's; SQLite has the scope alone")
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        secured = {name for (name,) in cursor.fetchall()}
    assert {model._meta.db_table for model in SCOPED} <= secured
