"""One cast for every test.

Stepwell Test Program has two sites in Chicago's zone. Priya treats Sam and Marcus at
Riverside; Omar works at Hill and treats Nadia. June does intake, Grace manages both
sites, Ada looks after privacy. Elena is Sam's sister and has a family account.
`today` is a group of Priya's with Sam and Marcus on its roster and a session in the evening
of AT's day; it met in the weeks before. Another organization has a counselor, Rosa, and
a participant, Ines.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from stepwell.actions import enrolling, founding, grouping, readers
from stepwell.actions.readers import SignedIn
from stepwell.domain.episodes.lifecycle import EpisodeState
from stepwell.domain.privacy.access import Role
from stepwell.domain.program.programs import Phase, Template
from stepwell.records.episodes.models import Episode
from stepwell.records.people.models import Account, Person
from stepwell.records.program.models import ProgramTemplate, Room, Service, Site, Staff, StaffAvailability
from stepwell.records.schedule.models import Group, Session
from stepwell.records.tenancy import scope
from stepwell.records.tenancy.models import Organization

AT = datetime(2026, 5, 12, 17, 0, tzinfo=UTC)
"""Noon in Chicago, a Tuesday."""
TODAY = date(2026, 5, 12)
STARTED = TODAY - timedelta(weeks=4)
ZONE = "America/Chicago"


@dataclass(frozen=True)
class Cast:
    """Everybody by name. Staff, Person and Account rows; `sign_in` gives the reader of an account."""

    organization: Organization
    riverside: Site
    hill: Site
    room: Room
    hill_room: Room
    video: Room
    group_service: Service
    individual: Service
    template: ProgramTemplate
    priya: Staff
    omar: Staff
    june: Staff
    grace: Staff
    ada: Staff
    sam: Person
    marcus: Person
    nadia: Person
    elena: Person
    sam_account: Account
    elena_account: Account
    sam_episode: Episode
    group: Group
    today: Session
    other_organization: Organization
    other_counselor: Account
    other_person: Person

    def sign_in(self, who: Staff | Person | Account) -> SignedIn:
        """Somebody of the organization whose scope is open, as a reader."""
        if isinstance(who, Account):
            return readers.of(who)
        account = who.account
        assert account is not None
        return readers.of(account)


def assemble(organization: Organization, *, at: datetime = AT) -> Cast:
    """Everybody, made by the product's own actions. The scope of `organization` must be open."""
    riverside = founding.open_site("Riverside", zone=ZONE, at=at)
    hill = founding.open_site("Hill", zone=ZONE, at=at)
    room = founding.furnish_room(riverside, name="Room 2", seats=14, at=at)
    hill_room = founding.furnish_room(hill, name="Room 5", seats=8, at=at)
    link = "https://video.example.invalid/riverside"
    video = founding.furnish_room(riverside, name="Video", seats=0, is_video=True, video_link=link, at=at)
    group_service = founding.offer_service(
        "group_cbt", kind="group", title={"en": "Group CBT", "es": "TCC en grupo"}, at=at
    )
    individual = founding.offer_service(
        "individual", kind="individual", title={"en": "Individual", "es": "Individual"}, at=at
    )
    mix = {"group_cbt": 540, "individual": 60}
    template = founding.adopt_template(
        Template("Evening program", 10, (Phase(10, 600, mix, "Whole"),), 4, 12), at=at
    )

    def hire(given: str, family: str, sites: list[Site], role: Role, credential: str = "") -> Staff:
        return founding.hire(
            given,
            family,
            credential=credential,
            languages=["en"],
            sites=sites,
            services=[group_service, individual],
            availability=[founding.WeeklyHours(site, 1, time(9), time(21)) for site in sites],
            role=role,
            email=f"{given.lower()}@test.stepwell.invalid",
            at=at,
        )

    priya = hire("Priya", "Natarajan", [riverside], Role.COUNSELOR, "LCSW")
    omar = hire("Omar", "Haddad", [hill], Role.COUNSELOR, "LPC")
    june = hire("June", "Albright", [riverside, hill], Role.INTAKE)
    grace = hire("Grace", "Oyelaran", [riverside, hill], Role.MANAGER)
    ada = hire("Ada", "Lindqvist", [riverside, hill], Role.PRIVACY_OFFICER)
    founding.put_on_call(priya, site=riverside, starts_at=at - timedelta(days=30), ends_at=None, at=at)

    def register(given: str, family: str, pronouns: str = "") -> Person:
        return enrolling.register_person(
            given_name=given, family_name=family, pronouns=pronouns, languages=["en"], at=at
        )

    sam, marcus, nadia = (
        register("Sam", "Reyes", "they/them"),
        register("Marcus", "Tate"),
        register("Nadia", "Vu"),
    )
    elena = register("Elena", "Reyes", "she/her")
    by = readers.system(organization.pk, name="test")

    def enroll(person: Person, site: Site, counselor: Staff) -> Episode:
        return enrolling.enroll(
            person,
            site=site,
            template=template,
            counselor=counselor,
            starts_on=STARTED,
            state=EpisodeState.ACTIVE,
            at=at,
            by=by,
        )

    sam_episode = enroll(sam, riverside, priya)
    enroll(marcus, riverside, priya)
    enroll(nadia, hill, omar)
    enrolling.name_supporter(sam, supporter=elena, relation="sister", at=at)
    sam_account = enrolling.give_account(
        sam, email="sam@test.stepwell.invalid", role=Role.PARTICIPANT, language="en", at=at
    )
    elena_account = enrolling.give_account(
        elena, email="elena@test.stepwell.invalid", role=Role.FAMILY, language="en", at=at
    )
    enrolling.wish_contact(
        sam,
        email="sam@test.stepwell.invalid",
        phone="",
        channel="email",
        safe_from=time(8),
        safe_until=time(21),
        zone=ZONE,
        language="en",
        at=at,
    )
    for weekday in range(5):
        enrolling.tell_busy(
            sam, kind="work", weekday=weekday, from_time=time(8), until_time=time(16), zone=ZONE, at=at
        )
    group = grouping.open_group(
        site=riverside,
        room=room,
        service=group_service,
        leader=priya,
        title={"en": "Evening CBT", "es": "TCC de la tarde"},
        weekday=TODAY.weekday(),
        start_time=time(18),
        minutes=180,
        breaks=[(90, 15)],
        topics=[
            {"en": "Coping with cravings", "es": "Manejar las ganas"},
            {"en": "Noticing triggers", "es": "Notar los detonantes"},
        ],
        language="en",
        starts_on=STARTED,
        ends_on=None,
        at=at,
    )
    began = at - timedelta(weeks=4)
    for person in (sam, marcus):
        grouping.join(group, person, from_on=STARTED, by=by, at=began)
    grouping.plan_sessions(group, until=TODAY + timedelta(days=14), at=began)
    today = Session.objects.select_related("site", "room", "leader").get(group=group, held_on=TODAY)
    other, rosa, ines = _elsewhere(at)
    return Cast(
        organization=organization,
        riverside=riverside,
        hill=hill,
        room=room,
        hill_room=hill_room,
        video=video,
        group_service=group_service,
        individual=individual,
        template=template,
        priya=priya,
        omar=omar,
        june=june,
        grace=grace,
        ada=ada,
        sam=sam,
        marcus=marcus,
        nadia=nadia,
        elena=elena,
        sam_account=sam_account,
        elena_account=elena_account,
        sam_episode=sam_episode,
        group=group,
        today=today,
        other_organization=other,
        other_counselor=rosa,
        other_person=ines,
    )


def _elsewhere(at: datetime) -> tuple[Organization, Account, Person]:
    """Another organization, whose rows nobody of the first may ever see."""
    other = founding.found_organization("Another Program", is_demo=False, at=at)
    with scope.within(other.pk):
        site = founding.open_site("Elsewhere", zone="America/Denver", at=at)
        rosa = founding.hire(
            "Rosa",
            "Quispe",
            credential="LPC",
            languages=["es"],
            sites=[site],
            services=[],
            availability=[],
            role=Role.COUNSELOR,
            email="rosa@elsewhere.invalid",
            at=at,
        )
        ines = enrolling.register_person(given_name="Ines", family_name="Mamani", languages=["es"], at=at)
        enrolling.enroll(
            ines,
            site=site,
            template=None,
            counselor=rosa,
            starts_on=STARTED,
            state=EpisodeState.ACTIVE,
            at=at,
            by=readers.system(other.pk, name="test"),
        )
    assert rosa.account is not None
    return other, rosa.account, ines


def enroll_another(
    cast: Cast, given_name: str, family_name: str, *, at: datetime, by: SignedIn | None = None, **but: Any
) -> Person:
    """One more person, in treatment at Riverside with Priya for four weeks, `but` as the test says."""
    person = enrolling.register_person(
        given_name=given_name, family_name=family_name, languages=["en"], at=at
    )
    usual: dict[str, Any] = {
        "site": cast.riverside,
        "template": cast.template,
        "counselor": cast.priya,
        "starts_on": STARTED,
        "state": EpisodeState.ACTIVE,
    }
    by = by or readers.system(cast.organization.pk, name="test")
    enrolling.enroll(person, **{**usual, **but}, at=at, by=by)
    return person


def employ_june(cast: Cast) -> None:
    """June of intake works at Riverside from nine to five, every day of the week."""
    for weekday in range(7):
        StaffAvailability.objects.get_or_create(
            staff=cast.june,
            site=cast.riverside,
            weekday=weekday,
            defaults={"from_time": time(9), "until_time": time(17)},
        )
