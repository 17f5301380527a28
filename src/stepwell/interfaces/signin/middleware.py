"""The organization and the reader of a request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from stepwell.actions import readers
from stepwell.records.people.models import Account
from stepwell.records.tenancy import scope


class InOrganization:
    """Opens the scope of the signed-in account's organization, and names the reader `request.signed_in`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        account = request.user
        if not isinstance(account, Account):
            request.signed_in = None  # type: ignore[attr-defined]  # set for views
            return self.get_response(request)
        with scope.within(account.organization_id):
            request.signed_in = readers.of(account)  # type: ignore[attr-defined]  # set for views
            return self.get_response(request)
