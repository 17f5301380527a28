"""The id of something that is there but not yours gets the answer of an id that nobody made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.urls import resolve

import marcuss
from architecture.access_table import TABLE
from architecture.test_every_url import UNKNOWN, Url, address_of, ask, ids_of, same, side_of, the_urls
from cast import AT, Cast
from stepwell.actions import enrolling, founding
from stepwell.domain.privacy.access import Role
from stepwell.records.episodes.models import Episode
from stepwell.records.people.models import Account, Person
from stepwell.records.tenancy import scope

pytestmark = pytest.mark.usefixtures("noon")

FORM = {
    "key": "k1",
    "seen": "1",
    "number": "1",
    "do": "done",
    "outcome": "done",
    "answer": "comes",
    "comes": "yes",
    "decision": "grant",
    "words": "Some words",
    "to": "screening",
    "reason": "other",
    "channel": "email",
}
"""Enough of most forms that a view goes on to look for what the address names."""
ROW_OF = {
    "clinician:review": "review",
    "clinician:review_agree": "review",
    "privacy:review": "emergency",
    "manager:avoid_leader_end": "avoided",
    "manager:support_retire": "support",
    "participant:answer": "alone",
    "participant:instead": "alone",
    "participant:join": "alone",
}
"""Where a parameter's name says less than the address."""
WRITES = ("INSERT", "UPDATE", "DELETE")
BESIDE = (
    "django_session", '"last_login"',  # the signing in itself
    "audit_access", "audit_chainhead", "consents_deniedattempt",  # the trails tell who was refused
    "effects_doneonce",  # taken back with the refusal
)  # fmt: skip
WHOLE_PROGRAMS = {
    "intake:rule_end", "manager:asks_change", "manager:colleague", "manager:colleague_invite",
    "manager:colleague_away", "manager:colleague_limit", "manager:service", "manager:edition_choose",
    "manager:program",
}  # fmt: skip
"""Set up for every site by any manager of the program."""
METHOD_UNKNOWN = 405


@dataclass(frozen=True)
class Case:
    """Who asks, through the charts of whom, at which addresses."""

    who: str
    account: Account
    person: Person
    at: Callable[[Url], bool]


def _cases(cast: Cast) -> Iterator[Case]:
    def of(*names: str) -> Callable[[Url], bool]:
        return lambda url: bool(set(names) & set(url.parameters))

    def on(*sides: str) -> Callable[[Url], bool]:
        return lambda url: side_of(url) in sides

    def account(who: Any) -> Account:
        assert who.account is not None
        found: Account = who.account
        return found

    hilda = founding.hire(
        "Hilda", "Berg", credential="", languages=["en"], sites=[cast.hill], services=[], availability=[],
        role=Role.INTAKE, email="hilda@test.stepwell.invalid", at=AT,
    )  # fmt: skip
    gil = founding.hire(
        "Gil", "Amar", credential="", languages=["en"], sites=[cast.hill], services=[], availability=[],
        role=Role.MANAGER, email="gil@test.stepwell.invalid", at=AT,
    )  # fmt: skip
    yield Case("gil", account(gil), cast.nadia, lambda url: url.name not in WHOLE_PROGRAMS)
    yield Case("sam", cast.sam_account, cast.sam, of("session_id"))
    theirs = of("need_id", "invitation_id", "swap_id", "busy_id", "supporter_id")
    sams = lambda url: theirs(url) and side_of(url) in {"participant", "clinician"}  # noqa: E731
    yield Case("sam", cast.sam_account, cast.sam, sams)
    yield Case("elena", cast.elena_account, cast.marcus, on("family"))
    yield Case(
        "priya",
        account(cast.priya),
        cast.sam,
        lambda url: side_of(url) == "intake" or (of("need_id", "review_id", "supporter_id")(url)),
    )
    yield Case(
        "omar",
        account(cast.omar),
        cast.nadia,
        lambda url: side_of(url) in {"intake", "clinician"} and url.name != "clinician:away_undo",
    )
    yield Case("hilda", account(hilda), cast.nadia, of("enquiry_id", "track_id"))
    yield Case("june", account(cast.june), cast.sam, of("told_id"))
    yield Case("grace", account(cast.grace), cast.sam, of("busy_id", "pair_id"))
    yield Case("grace", account(cast.grace), cast.sam, lambda url: url.name == "manager:avoid_leader_end")
    yield Case("ada", account(cast.ada), cast.sam, of("restriction_id"))
    yield Case("ada", account(cast.ada), cast.sam, lambda url: url.name == "privacy:review")
    yield from _strangers(cast)


def _strangers(cast: Cast) -> list[Case]:
    """Each role of another organization, at every address."""
    person = cast.other_person
    cases = [Case("rosa", cast.other_counselor, person, _ours)]
    with scope.within(cast.other_organization.pk):
        sites = [Episode.objects.select_related("site").get(person=person).site]
        for role in (Role.INTAKE, Role.MANAGER, Role.PRIVACY_OFFICER):
            staff = founding.hire(
                "Another", role.value, credential="", languages=["es"], sites=sites, services=[],
                availability=[], role=role, email=f"{role.value}@elsewhere.invalid", at=AT,
            )  # fmt: skip
            assert staff.account is not None
            cases.append(Case(f"another {role.value}", staff.account, person, _ours))
        ines = enrolling.give_account(
            person, email="ines@elsewhere.invalid", role=Role.PARTICIPANT, language="es", at=AT
        )
    return [*cases, Case("ines", ines, person, _ours)]


def _ours(url: Url) -> bool:
    return True


OF_NOBODY = {"start", "signin", "demo", "admin", "shared", ""}
"""Public, or not by the id of a row."""


@dataclass(frozen=True)
class Named:
    """An address, its parameter that names a row, and the key of one that is there."""

    url: Url
    parameter: str
    real: Any


def _with_an_id(rows: Mapping[str, Any]) -> list[Named]:
    found = []
    for url in the_urls():
        if side_of(url).split(":")[0] in OF_NOBODY:
            continue
        names = [name for name in url.parameters if name.endswith("_id") and name != "person_id"]
        found += [Named(url, name, rows[ROW_OF.get(url.name, name)]) for name in names[-1:]]
    return found


@contextmanager
def _writes() -> Iterator[set[str]]:
    """What is written meanwhile to the tables that are not `BESIDE`."""
    said: set[str] = set()

    def listen(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        words = sql.split()
        if words[0] in WRITES and not any(table in sql for table in BESIDE):
            said.add(" ".join(words[:3]))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        yield said


def _asks(case: Case, ids: Mapping[str, Any], addresses: list[Named]) -> Iterator[tuple[Named, str]]:
    """What a case is asked: where their role may come at all, by the methods that the address knows."""
    for named in addresses:
        view: Any = resolve(address_of(named.url, ids)).func
        row = TABLE[named.url.name]
        if case.at(named.url) and Role(case.account.role) in view.allowed_roles:
            for method, answers in (("GET", row.get), ("POST", row.post)):
                if METHOD_UNKNOWN not in answers.values():
                    yield named, method


def _told(where: str, answers: list[HttpResponse], keys: list[Any], wrote: list[set[str]]) -> Iterator[str]:
    """What gives away that one of the two keys is somebody's."""
    for answer, key in zip(answers, keys, strict=True):
        answer.content = answer.content.replace(str(key).encode(), b"KEY")
        if answer.has_header("Location"):
            answer["Location"] = answer["Location"].replace(str(key), "KEY")
    if not same(*answers):
        yield f"{where} tells that there is something"
    if any(wrote):
        yield f"{where} writes {wrote}"
    if answers[0].status_code not in {404, 405, 302}:
        yield f"{where} is no 404"


def test_what_is_somebody_elses_answers_like_what_nobody_made(cast: Cast) -> None:
    ids = ids_of(cast)
    rows = {**ids, **marcuss.rows(cast)}
    addresses = _with_an_id(rows)
    told: list[str] = []
    seen: set[tuple[str, str, str]] = set()
    for case in list(_cases(cast)):
        mine = {**ids, "enquiry_id": rows["enquiry_id"], "person_id": case.person.pk}
        for named, method in _asks(case, mine, addresses):
            name = named.url.name
            seen.add((case.who, method, name))
            mine["kind"] = "site" if "setup" in name else "contact"
            answers, wrote = [], []
            for key in (named.real, UNKNOWN):
                with _writes() as said:
                    address = address_of(named.url, {**mine, named.parameter: key})
                    answers.append(ask(case.account, method, address, FORM))
                wrote.append(said)
            codes = [each.status_code for each in answers]
            where = f"{method} {name} to {case.who} {codes}"
            told += _told(where, answers, [named.real, UNKNOWN], wrote)

    assert {name for _, _, name in seen} == {named.url.name for named in addresses}
    assert len(seen) > 250
    assert not told, "\n".join(told)
