"""What no form allows, sent to every form of the product: an answer, never an error of the server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve

import marcuss
from architecture.access_table import TABLE
from architecture.test_every_url import HANDLER, Url, address_of, ask, ids_of, side_of, the_urls
from cast import AT, Cast
from forms_on_pages import Form, forms_on
from letting_in import let_in
from stepwell.domain.privacy.access import Role
from stepwell.domain.privacy.terms import Category
from stepwell.interfaces.signin.middleware import SecondFactorForStaff
from stepwell.records.people.models import Account

pytestmark = pytest.mark.usefixtures("noon")

NUL, HUGE = "a\0b", "x" * 50_000
WRONG = {
    "date": "0001-01-01",
    "time": "24:00",
    "number": "9" * 30,
    "select": "00000000-0000-7000-8000-000000000000",
    "radio": "no such choice",
    "hidden": NUL,
}
"""What a field of the kind never takes; the others are sent more than anybody writes."""
TOLD, SERVER_ERROR = 422, 500
SIDES = {"participant", "family", "clinician", "intake", "manager", "privacy"}
LISTED = {"setup_add": ("site", "room", "service", "program", "staff"), "plan_add": ("finding", "problem")}
"""The words that an address takes for its `kind`; at the others it is a kind of what is told."""


def _readers(cast: Cast) -> dict[str, Account]:
    staff = {"priya": cast.priya, "june": cast.june, "grace": cast.grace, "ada": cast.ada}
    found = {name: who.account for name, who in staff.items() if who.account is not None}
    return {**found, "sam": cast.sam_account, "elena": cast.elena_account}


def _addresses(url: Url, ids: Mapping[str, Any]) -> Iterator[str]:
    kinds = LISTED.get(url.name.partition(":")[2], ("contact",)) if "kind" in url.parameters else ("",)
    for kind in kinds:
        told = {**ids, "kind": kind} if kind else ids
        yield address_of(url, told) if "plan_add" not in url.name else _plan_part(url, told)


def _plan_part(url: Url, ids: Mapping[str, Any]) -> str:
    return address_of(url, ids).replace("/finding", f"/{ids['kind']}")


def _forms(cast: Cast, readers: Mapping[str, Account]) -> Iterator[tuple[str, Account, Form]]:
    """Every form that a page shows, once for each reader and set of fields."""
    ids = ids_of(cast) | {
        name: row
        for name, row in marcuss.rows(cast).items()
        if name not in {"person_id", "session_id", "supporter_id", "review_id"}
    }
    seen = set()
    for name, account in readers.items():
        for url in the_urls():
            row = TABLE.get(url.name)
            view: Any = resolve(address_of(url, ids)).func if side_of(url) in SIDES else None
            if view is None or row is None or 405 in row.get.values():
                continue
            if Role(account.role) not in view.allowed_roles:
                continue
            for address in _addresses(url, ids):
                page = ask(account, "GET", address)
                if "html" not in page.headers.get("Content-Type", ""):
                    continue
                for form in forms_on(page.content.decode(), address):
                    sent_to = resolve(form.action.partition("?")[0]).view_name
                    shape = (account.pk, sent_to, *form.kinds)
                    if sent_to.partition(":")[0] in SIDES and shape not in seen:
                        seen.add(shape)
                        yield name, account, form


def _wrong(form: Form) -> Iterator[tuple[str, dict[str, str]]]:
    """The form as nobody fills it in."""
    written = {field: NUL for field, kind in form.kinds.items() if kind in {"text", "textarea"}}
    yield "a NUL in the words", {**form.values, **written}
    yield "wrong in its kind", {name: WRONG.get(kind, HUGE) for name, kind in form.kinds.items()}


def _browser(account: Account) -> Client:
    browser = Client(raise_request_exception=False)
    browser.handler = HANDLER
    browser.force_login(account)
    session = browser.session
    session[SecondFactorForStaff.FLAG] = True  # as in `ask`
    session.save()
    return browser


def _status(browser: Client, form: Form, data: Mapping[str, str]) -> int:
    """The answer to a form; what it wrote is taken back."""
    point = transaction.savepoint()
    try:
        return browser.post(form.action, data).status_code
    finally:
        transaction.savepoint_rollback(point)


def test_no_form_is_answered_with_an_error_of_the_server(cast: Cast) -> None:
    let_in(cast, Category.SCHEDULE, Category.ATTENDANCE, at=AT)
    readers = _readers(cast)
    found = list(_forms(cast, readers))
    browsers = {name: _browser(account) for name, account in readers.items()}

    answers = {
        f"{name} {form.action} {what}": _status(browsers[name], form, data)
        for name, _, form in found
        for what, data in _wrong(form)
    }

    crashed = [where for where, status in answers.items() if status >= SERVER_ERROR]
    assert len(found) > 100
    assert sum(status == TOLD for status in answers.values()) > len(answers) / 4
    assert not crashed, "\n".join(crashed)
