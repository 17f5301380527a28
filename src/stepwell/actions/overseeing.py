"""The trail as it is read: by the privacy officer, and by the person it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from stepwell.actions import charts
from stepwell.actions.charts import Chart
from stepwell.actions.only_for import need_role
from stepwell.actions.readers import SignedIn
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.kernel.civil import start_of
from stepwell.kernel.sentences import gettext_noop
from stepwell.records.audit.models import AccessedPerson, AccessLine

PAGE = 50
NAMED = 3
"""How many people of one line are named; a list that showed hundreds says how many more."""

WHAT_WAS_OPENED: Mapping[str, str] = MappingProxyType(
    {
        "record": gettext_noop("your record"),
        "today": gettext_noop("the list for today"),
        "roster": gettext_noop("a group's list with your name"),
        "group": gettext_noop("a group's list with your name"),
        "search": gettext_noop("a list of names with yours"),
        "people": gettext_noop("a list of names with yours"),
        "people_list": gettext_noop("a list of names with yours"),
        "caseload": gettext_noop("a list of names with yours"),
        "attention": gettext_noop("the people to look at first"),
        "check_in": gettext_noop("your check-ins"),
        "check_ins": gettext_noop("your check-ins"),
        "billing": gettext_noop("which of your days are paid for"),
        "billing_export": gettext_noop("which of your days are paid for, as a file"),
        "progress": gettext_noop("your progress"),
        "measures": gettext_noop("your answers to questions"),
        "response": gettext_noop("your answers to questions"),
        "questions": gettext_noop("your answers to questions"),
        "drug_tests": gettext_noop("your test results"),
        "attendance": gettext_noop("your attendance"),
        "intent": gettext_noop("your word on coming or not"),
        "hours": gettext_noop("your hours of the week"),
        "week": gettext_noop("your week"),
        "plan": gettext_noop("your week"),
        "schedule": gettext_noop("your schedule"),
        "session_note": gettext_noop("a note on a session of yours"),
        "signed_note": gettext_noop("a note on a session of yours"),
        "cosigned_note": gettext_noop("a note on a session of yours"),
        "amended_note": gettext_noop("a note on a session of yours"),
        "session": gettext_noop("a session of yours"),
        "planned_session": gettext_noop("a session of yours"),
        "cancelled_session": gettext_noop("a session of yours"),
        "timetable": gettext_noop("your schedule"),
        "published_timetable": gettext_noop("your schedule"),
        "withdrew_timetable": gettext_noop("your schedule"),
        "joined_group": gettext_noop("the groups you belong to"),
        "left_group": gettext_noop("the groups you belong to"),
        "keep_apart": gettext_noop("the groups you belong to"),
        "invited": gettext_noop("your invitation"),
        "calendar": gettext_noop("your calendar"),
        "busy_times": gettext_noop("the times you can't come"),
        "coming_wishes": gettext_noop("how you can come"),
        "swap": gettext_noop("a change of your week"),
        "repaired_session": gettext_noop("a session of yours"),
        "changed_sessions": gettext_noop("the sessions of yours that change"),
        "contact_wishes": gettext_noop("how you want to be reached"),
        "episode": gettext_noop("the dates of your stay"),
        "person": gettext_noop("your name and languages"),
        "reminder": gettext_noop("what a reminder needs"),
        "missed_start": gettext_noop("what a reminder needs"),
        "task": gettext_noop("a call to make to you"),
        "safety": gettext_noop("your safety"),
        "help_now": gettext_noop("your contacts for help"),
        "who_looked": gettext_noop("who looked at your record"),
        "trail": gettext_noop("who looked at your record"),
        "sharing": gettext_noop("what you share"),
        "shared": gettext_noop("what you share"),
        "consent": gettext_noop("what you share"),
        "consents": gettext_noop("what you share"),
        "invited_supporter": gettext_noop("your invitations"),
        "letter": gettext_noop("a letter of yours"),
        "message": gettext_noop("your messages"),
        "messages": gettext_noop("your messages"),
        "family": gettext_noop("your family sessions"),
        "family_session": gettext_noop("your family sessions"),
        "need": gettext_noop("your list of things to sort out"),
        "needs": gettext_noop("your list of things to sort out"),
        "practice": gettext_noop("what you practice between sessions"),
        "own_plan": gettext_noop("your own plans for hard times"),
        "hard_moment": gettext_noop("your plan for a hard moment"),
        "hearing_rule": gettext_noop("who hears of a hard moment"),
        "emergency": gettext_noop("what was told in an emergency"),
        "restriction": gettext_noop("what the program does not tell"),
        "export": gettext_noop("a list of hours with your name"),
        "hours_export": gettext_noop("a list of hours with your name"),
        "graduation": gettext_noop("your graduation"),
        "continuing_plan": gettext_noop("your plan for afterwards"),
        "summary": gettext_noop("the summary of your stay"),
        "aftercare": gettext_noop("your year after the program"),
        "aftercare_list": gettext_noop("a list of names with yours"),
        "follow_up": gettext_noop("your answers to questions"),
        "support_groups": gettext_noop("the list of support groups"),
        "peers": gettext_noop("a list of names with yours"),
        "stay_in_touch": gettext_noop("whether you want to be invited back"),
        "peer_invitation": gettext_noop("your invitations"),
        "enquiry": gettext_noop("what was asked before you came"),
        "placement": gettext_noop("your screening and level of care"),
        "decisions": gettext_noop("your screening and level of care"),
        "referral": gettext_noop("where you were referred to"),
        "waiting_list": gettext_noop("the list of people who wait for a seat"),
        "waiting_place": gettext_noop("your place on the waiting list"),
        "held_seat": gettext_noop("the seat that is held for you"),
        "admission": gettext_noop("what your start needs"),
        "paper": gettext_noop("a paper you were given to read or sign"),
        "intake_board": gettext_noop("the list of people who asked"),
        "treatment_plan": gettext_noop("your treatment plan"),
        "review": gettext_noop("a review of your plan"),
        "level": gettext_noop("the level of your care"),
        "way_back": gettext_noop("your way back"),
        "care_due": gettext_noop("the list of plans and reviews"),
        "import": gettext_noop("the record you brought along"),
        "demo": gettext_noop("the record of this example"),
    }
)
"""What each `what` key of the trail is called towards the person. A test finds keys that are missing."""

SOMETHING = gettext_noop("a part of your record")

OPENED = gettext_noop("%(who)s opened %(what)s.")
WROTE = gettext_noop("%(who)s wrote in %(what)s.")
REFUSED = gettext_noop("%(who)s asked for %(what)s and did not get it.")
BY_YOU: Mapping[str, str] = MappingProxyType(
    {
        OPENED: gettext_noop("You opened %(what)s."),
        WROTE: gettext_noop("You wrote in %(what)s."),
        REFUSED: gettext_noop("You asked for %(what)s and did not get it."),
    }
)
"""Sentences of their own: in other languages the verb changes with the person."""

RELATIONS: Mapping[str, str] = MappingProxyType(
    {
        Role.COUNSELOR.value: gettext_noop("%(name)s, a counselor,"),
        Role.INTAKE.value: gettext_noop("%(name)s, who arranges the start,"),
        Role.MANAGER.value: gettext_noop("%(name)s, who runs the program,"),
        Role.PRIVACY_OFFICER.value: gettext_noop("%(name)s, who looks after privacy,"),
        Role.FAMILY.value: gettext_noop("%(name)s, whom you invited,"),
        Role.SYSTEM.value: gettext_noop("The program (%(name)s)"),
    }
)
YOUR_COUNSELOR = gettext_noop("%(name)s, your counselor,")
YOU = gettext_noop("You")
SOMEBODY = gettext_noop("%(name)s")
JOBS: Mapping[str, str] = MappingProxyType(
    {
        "reminders": gettext_noop("reminders"),
        "import": gettext_noop("import"),
        "schedule": gettext_noop("schedule"),
        "start": gettext_noop("asking for help"),
        "demo": gettext_noop("example"),
    }
)
"""Names of the program's own jobs, as `readers.system` gives them."""


@dataclass(frozen=True)
class Looked:
    """One line of somebody's trail in plain words, untranslated: `told` fills them in."""

    at: datetime
    name: str
    relation: str
    sentence: str
    what: str
    is_job: bool = False
    is_own: bool = False

    def told(self, translate: Callable[[str], str]) -> str:
        """The sentence in the reader's language.

        >>> at = datetime.fromisoformat("2026-03-03T18:00:00Z")
        >>> Looked(at, "Priya Raman", YOUR_COUNSELOR, OPENED, "your check-ins").told(str)
        'Priya Raman, your counselor, opened your check-ins.'
        """
        name = translate(JOBS.get(self.name, self.name)) if self.is_job else self.name
        who = translate(self.relation) % {"name": name}
        return translate(self.sentence) % {"who": who, "what": translate(self.what)}


@dataclass(frozen=True)
class LookedPage:
    """A page of somebody's trail, the latest first."""

    lines: tuple[Looked, ...]
    page: int
    has_more: bool


@dataclass(frozen=True)
class Line:
    """One line as the privacy officer reads it, with the names of the first few people."""

    sequence: int
    at: datetime
    actor: str
    account_id: UUID | None
    role: str
    purpose: str
    what: str
    is_permitted: bool
    is_writing: bool
    people: tuple[str, ...]
    more_people: int


@dataclass(frozen=True)
class LinesPage:
    """A page of the organization's trail, the latest first."""

    lines: tuple[Line, ...]
    page: int
    has_more: bool


def what_was_opened(what: str) -> str:
    """The words for a `what` key; general ones for a key nobody has listed."""
    return WHAT_WAS_OPENED.get(what, SOMETHING)


def who_looked(
    chart: Chart, *, limit: int = PAGE, page: int = 1, with_own: bool = False, with_jobs: bool = True
) -> LookedPage:
    """Who opened this record, in plain words, without the person's own openings unless asked for.

    `with_jobs` leaves out what the program itself opened, as for a reminder.
    """
    lines = chart.trail if with_jobs else chart.trail.exclude(role=Role.SYSTEM.value)
    if not with_own and chart.by.account_id is not None:
        lines = lines.exclude(account_id=chart.by.account_id)
    shown, has_more = _page(lines, page, limit)
    counselor = _counselor_account(chart)
    own = chart.by.account_id
    return LookedPage(tuple(_told(line, counselor, own) for line in shown), page, has_more)


def list_lines(
    by: SignedIn,
    *,
    page: int = 1,
    person: UUID | None = None,
    account: UUID | None = None,
    day: date | None = None,
    zone: ZoneInfo | None = None,
    at: datetime,
) -> LinesPage:
    """The organization's trail for the privacy officer; NotHere for any other role.

    Reading it is itself a line, which names the people it named. `day` is a day in
    `zone`, or in UTC without one.
    """
    need_role(by, Role.PRIVACY_OFFICER)
    lines = _filtered(person=person, account=account, day=day, zone=zone)
    shown, has_more = _page(lines, page, PAGE)
    wanted = [UUID(person_id) for line in shown for person_id in _first_people(line, person)]
    opened = charts.open_list(by, wanted, Purpose.OVERSIGHT, what="trail", at=at)
    names = {str(chart.person.pk): chart.person.full_name for chart in opened}
    return LinesPage(tuple(_line(line, _first_people(line, person), names) for line in shown), page, has_more)


def _filtered(
    *, person: UUID | None, account: UUID | None, day: date | None, zone: ZoneInfo | None
) -> QuerySet[AccessLine]:
    lines = AccessLine.objects.order_by("-sequence")
    if person is not None:
        lines = lines.filter(pk__in=AccessedPerson.objects.filter(person_id=person).values("line_id"))
    if account is not None:
        lines = lines.filter(account_id=account)
    if day is not None:
        zone = zone or ZoneInfo("UTC")
        lines = lines.filter(at__gte=start_of(day, zone), at__lt=start_of(day + timedelta(days=1), zone))
    return lines


def _page(lines: QuerySet[AccessLine], page: int, limit: int) -> tuple[list[AccessLine], bool]:
    first = (max(page, 1) - 1) * limit
    found = list(lines[first : first + limit + 1])
    return found[:limit], len(found) > limit


def _first_people(line: AccessLine, person: UUID | None) -> list[str]:
    """The few people of a line that are named: the one that was asked for before all others."""
    people: Iterable[str] = line.people
    ordered = sorted(people, key=lambda one: one != str(person))
    return ordered[:NAMED]


def _line(line: AccessLine, named: list[str], names: Mapping[str, str]) -> Line:
    return Line(
        sequence=line.sequence,
        at=line.at,
        actor=line.actor,
        account_id=line.account_id,
        role=line.role,
        purpose=line.purpose,
        what=line.what,
        is_permitted=line.permitted,
        is_writing=_is_writing(line),
        people=tuple(names[one] for one in named if one in names),
        more_people=len(line.people) - len(named),
    )


def _counselor_account(chart: Chart) -> UUID | None:
    episode = chart.find_episode()
    return episode.counselor.account_id if episode and episode.counselor else None


def _told(line: AccessLine, counselor: UUID | None, own: UUID | None) -> Looked:
    is_own = line.account_id is not None and line.account_id == own
    return Looked(
        at=line.at,
        name=line.actor,
        relation=YOU if is_own else _relation(line, counselor),
        sentence=BY_YOU[_sentence(line)] if is_own else _sentence(line),
        what=what_was_opened(line.what),
        is_job=line.role == Role.SYSTEM.value,
        is_own=is_own,
    )


def _relation(line: AccessLine, counselor: UUID | None) -> str:
    if line.account_id is not None and line.account_id == counselor:
        return YOUR_COUNSELOR
    return RELATIONS.get(line.role, SOMEBODY)


def _sentence(line: AccessLine) -> str:
    if not line.permitted:
        return REFUSED
    return WROTE if _is_writing(line) else OPENED


def _is_writing(line: AccessLine) -> bool:
    return "about" in line.detail
