"""An organization and what it works with."""

from datetime import datetime, time

import pytest

from cast import Cast
from stepwell.actions import founding
from stepwell.domain.privacy.access import Role
from stepwell.domain.program.programs import Phase, Template
from stepwell.records.program.models import PhaseService, Service, Staff
from stepwell.records.tenancy.models import Organization


def test_a_site_keeps_a_zone_that_exists(organization: Organization, at: datetime) -> None:
    site = founding.open_site("Harbor", zone="America/Denver", at=at)

    assert site.zone == "America/Denver"
    with pytest.raises(founding.UnknownZone, match="no time zone Mars/Olympus"):
        founding.open_site("Mons", zone="Mars/Olympus", at=at)


def test_a_service_offered_twice_is_one_service(organization: Organization, at: datetime) -> None:
    first = founding.offer_service("yoga", kind="group", title={"en": "Yoga", "es": "Yoga"}, at=at)
    second = founding.offer_service("yoga", kind="group", title={"en": "Other"}, at=at)

    assert first == second
    assert Service.objects.get(key="yoga").title["en"] == "Yoga"


def test_who_is_hired_works_at_the_sites_and_leads_the_services_told(cast: Cast) -> None:
    priya = cast.priya

    assert [row.site for row in priya.at_sites.all()] == [cast.riverside]
    assert {row.service.key for row in priya.may_lead.all()} == {"group_cbt", "individual"}
    assert [(row.weekday, row.from_time) for row in priya.availability.all()] == [(1, time(9))]


def test_nobody_can_sign_in_by_password_before_choosing_one(cast: Cast) -> None:
    assert cast.priya.account is not None

    assert not cast.priya.account.has_usable_password()


def test_an_address_is_used_by_one_account_only(cast: Cast, at: datetime) -> None:
    before = Staff.objects.count()

    with pytest.raises(founding.EmailTaken):
        founding.hire(
            "Another",
            "Priya",
            credential="",
            languages=["en"],
            sites=[cast.hill],
            services=[],
            availability=[],
            role=Role.COUNSELOR,
            email="PRIYA@test.stepwell.invalid",
            at=at,
        )
    assert Staff.objects.count() == before


def test_a_program_is_adopted_with_the_mix_of_each_phase(cast: Cast) -> None:
    mix = PhaseService.objects.filter(phase__template=cast.template)

    assert {row.service.key: row.weekly_minutes for row in mix} == {"group_cbt": 540, "individual": 60}


def test_a_program_with_a_service_nobody_offers_is_refused(cast: Cast, at: datetime) -> None:
    template = Template("Sailing", 8, (Phase(8, 60, {"sailing": 60}),), 4, 12)

    with pytest.raises(founding.UnknownService, match="not offered here: sailing"):
        founding.adopt_template(template, at=at)
