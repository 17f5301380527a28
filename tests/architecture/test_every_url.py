"""Every address, asked by everybody: the answer is the one written in access_table.py, and no other."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType
from uuid import UUID

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.test.client import ClientHandler
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, path, reverse

from actions.timetabling.by_hand import drafted
from architecture import access_table
from architecture.access_table import NOBODY, READERS, TABLE, Row
from cast import AT, Cast
from stepwell.actions import enrolling
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.signin.middleware import SecondFactorForStaff
from stepwell.records.people.models import Account
from stepwell.site import urls as root

HANDLER = ClientHandler(enforce_csrf_checks=False)
"""One for all browsers: making the middleware anew for each of two thousand requests takes minutes."""
UNKNOWN = UUID("00000000-0000-7000-8000-000000000000")
OF_ONE_ADDRESS: Mapping[str, Mapping[str, object]] = {
    "clinician:plan_add": {"kind": "finding"},
    "manager:group_change": {"kind": "cancel"},
    "manager:session_change": {"kind": "cancel"},
}
"""Where a parameter means something else than at the other addresses."""
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"')


@dataclass(frozen=True)
class Url:
    """An address of the product by its full name, with the names of its parameters."""

    name: str
    parameters: tuple[str, ...]


def all_urls(
    patterns: list[URLPattern | URLResolver], space: str = "", before: tuple[str, ...] = ()
) -> Iterator[Url]:
    """Every address under these patterns. One without a name is called by its pattern."""
    for pattern in patterns:
        parameters = (*before, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from all_urls(pattern.url_patterns, inner, parameters)
        else:
            yield Url(f"{space}{pattern.name or pattern.pattern}", parameters)


def ids_of(cast: Cast) -> dict[str, object]:
    """What each parameter is filled with: Sam's own things. A new name of a parameter gets a line here."""
    return {
        "person_id": cast.sam.pk,
        "supporter_id": cast.elena.pk,
        "session_id": cast.today.pk,
        "group_id": cast.group.pk,
        "episode_id": cast.sam_episode.pk,
        "site_id": cast.riverside.pk,
        "draft_id": drafted(cast, AT),
        "task_id": UNKNOWN,
        "kind": "site",
        "tool": "safety-plan",
        "entry_id": UNKNOWN,
        "part_key": "no-part",
        "review_id": UNKNOWN,
        "track_id": UNKNOWN,
        "rule_id": UNKNOWN,
        "told_id": UNKNOWN,
        "enquiry_id": UNKNOWN,
        "edition_id": UNKNOWN,
        "need_id": UNKNOWN,
        "note_id": UNKNOWN,
        "restriction_id": UNKNOWN,
        "slug": "helping",
        "program_id": cast.organization.pk,
        "question": "who",
        "busy_id": UNKNOWN,
        "swap_id": UNKNOWN,
        "invitation_id": UNKNOWN,
        "repair_id": UNKNOWN,
        "ripple_id": UNKNOWN,
        "pair_id": UNKNOWN,
        "absence_id": UNKNOWN,
        "closure_id": UNKNOWN,
        "service_id": cast.group_service.pk,
        "staff_id": cast.priya.pk,
        "instrument": "phq9",
        "secret": "a-link-that-nobody-made",
        "token": "a-door-that-nobody-made",
        "uidb36": "1",
        "key": "1-1",
        "pk": 1,
        "row_id": cast.riverside.pk,
    }


@pytest.fixture
def accounts(cast: Cast) -> dict[str, Account | None]:
    """The account behind each name of the table."""
    marcus = enrolling.give_account(
        cast.marcus, email="marcus@test.stepwell.invalid", role=Role.PARTICIPANT, language="en", at=AT
    )
    return {
        access_table.SAM: cast.sam_account,
        access_table.MARCUS: marcus,
        access_table.ELENA: cast.elena_account,
        access_table.PRIYA: cast.priya.account,
        access_table.OMAR: cast.omar.account,
        access_table.JUNE: cast.june.account,
        access_table.GRACE: cast.grace.account,
        access_table.ADA: cast.ada.account,
        access_table.ROSA: cast.other_counselor,
        access_table.NOBODY: None,
    }


def ask(
    account: Account | None, method: str, address: str, data: Mapping[str, str] | None = None
) -> HttpResponse:
    """One request of a browser of its own; what it wrote is taken back."""
    point = transaction.savepoint()
    try:
        browser = Client(raise_request_exception=True)
        browser.handler = HANDLER
        if account is not None:
            browser.force_login(account)
            session = browser.session
            session[SecondFactorForStaff.FLAG] = (
                True  # outside a demo staff have one; tested in interfaces/signin
            )
            session.save()
        return browser.get(address) if method == "GET" else browser.post(address, data or {})
    finally:
        transaction.savepoint_rollback(point)


def address_of(url: Url, ids: Mapping[str, object]) -> str:
    """The address with its parameters filled in; says which parameter nobody has told about."""
    ids = {**ids, **OF_ONE_ADDRESS.get(url.name, {})}
    unknown = [name for name in url.parameters if name not in ids]
    assert not unknown, f"{url.name}: tell ids_of what {', '.join(unknown)} is filled with"
    return reverse(url.name, kwargs={name: ids[name] for name in url.parameters})


def differences(
    urls: list[Url],
    table: Mapping[str, Row],
    accounts: Mapping[str, Account | None],
    ids: Mapping[str, object],
) -> list[str]:
    """Each answer that is not the one of the table, in words."""
    found = []
    for url in urls:
        row = table.get(url.name)
        if row is None:
            found.append(f"{url.name} has no line in access_table.py")
            continue
        address = address_of(url, ids)
        for method, wanted in (("GET", row.get), ("POST", row.post)):
            for reader in READERS:
                status = ask(accounts[reader], method, address).status_code
                if status != wanted[reader]:
                    found.append(f"{method} {url.name} answers {status} to {reader}, not {wanted[reader]}")
    return found


def the_urls() -> list[Url]:
    return list(all_urls(root.urlpatterns))


def side_of(url: Url) -> str:
    """The way in that an address belongs to; empty for the few of the whole product."""
    return url.name.rpartition(":")[0]


@pytest.mark.parametrize("side", sorted({side_of(url) for url in the_urls()}))
def test_every_address_answers_each_reader_as_the_table_says(
    side: str, cast: Cast, accounts: dict[str, Account | None]
) -> None:
    urls = [url for url in the_urls() if side_of(url) == side]

    found = differences(urls, TABLE, accounts, ids_of(cast))

    assert not found, "\n".join(found)


def test_the_table_names_no_address_that_is_gone() -> None:
    assert sorted(TABLE.keys() - {url.name for url in the_urls()}) == []


def test_an_address_without_a_line_is_found_by_its_name(
    cast: Cast, accounts: dict[str, Account | None]
) -> None:
    shorter = {name: row for name, row in TABLE.items() if name != "privacy:seal"}
    urls = [url for url in the_urls() if url.name == "privacy:seal"]

    assert differences(urls, shorter, accounts, ids_of(cast)) == [
        "privacy:seal has no line in access_table.py"
    ]


def test_a_view_that_forgets_the_gate_is_found(cast: Cast, accounts: dict[str, Account | None]) -> None:
    urls = [url for url in the_urls() if url.name == "privacy:accounting"]

    with override_settings(ROOT_URLCONF=_with_a_hole()):
        found = differences(urls, TABLE, accounts, ids_of(cast))

    assert f"GET privacy:accounting answers 200 to {NOBODY}, not 302" in found
    assert f"GET privacy:accounting answers 200 to {access_table.ROSA}, not 404" in found


def _with_a_hole() -> str:
    """The product's addresses, with one view in front of the real one that asks nobody anything."""

    def everything(request: HttpRequest, person_id: UUID) -> HttpResponse:
        return HttpResponse("a record")

    holed = ModuleType("urls_with_a_hole")
    hole = path("trail/person/<uuid:person_id>/accounting.csv", everything)
    holed.urlpatterns = [hole, *root.urlpatterns]  # type: ignore[attr-defined]  # a module made by hand
    sys.modules[holed.__name__] = holed
    return holed.__name__


def same(one: HttpResponse, other: HttpResponse) -> bool:
    """The same bytes and headers, but for the token against forged requests."""
    headers = [dict(answer.headers.items()) for answer in (one, other)]
    bodies = [TOKEN.sub("", answer.content.decode()) for answer in (one, other)]
    return headers[0] == headers[1] and bodies[0] == bodies[1]


def test_what_is_not_yours_looks_exactly_like_what_does_not_exist(
    cast: Cast, accounts: dict[str, Account | None]
) -> None:
    told = []
    for reader, account in accounts.items():
        nowhere = ask(account, "GET", "/no/such/address")
        for url in the_urls():
            row = TABLE.get(url.name)
            if row is None or row.get[reader] != 404 or "person_id" not in url.parameters:
                continue
            if not same(ask(account, "GET", address_of(url, ids_of(cast))), nowhere):
                told.append(f"{url.name} tells {reader} that there is something")

    assert not told, "\n".join(told)


def test_another_organizations_person_looks_exactly_like_nobody(
    cast: Cast, accounts: dict[str, Account | None]
) -> None:
    theirs = {**ids_of(cast), "person_id": cast.other_person.pk}
    nobodys = {**ids_of(cast), "person_id": UNKNOWN}
    urls = [url for url in the_urls() if "person_id" in url.parameters]
    told = []
    for reader in (access_table.PRIYA, access_table.JUNE, access_table.GRACE, access_table.ADA):
        for url in urls:
            answers = [ask(accounts[reader], "GET", address_of(url, ids)) for ids in (theirs, nobodys)]
            # 405 is said before anybody is looked for, where there is only a form to send
            if answers[0].status_code not in {404, 405} or not same(*answers):
                told.append(f"{url.name} tells {reader} that there is something")

    assert urls
    assert not told, "\n".join(told)


def test_every_view_says_for_whom_it_is() -> None:
    """A view of ours wears `for_roles` or `for_anyone`; what has neither is somebody else's and listed."""
    unsaid = []
    for pattern in _patterns(get_resolver().url_patterns):
        view = pattern.callback
        if view.__module__.startswith("stepwell.") and not hasattr(view, "allowed_roles"):
            unsaid.append(f"{view.__module__}.{view.__name__}")

    assert unsaid == []


def _patterns(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns)
        else:
            yield pattern


def test_a_parameter_nobody_has_told_about_is_named(cast: Cast) -> None:
    with pytest.raises((AssertionError, NoReverseMatch), match="moon_id"):
        address_of(Url("privacy:trail", ("moon_id",)), ids_of(cast))
