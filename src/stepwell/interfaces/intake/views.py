"""The board, the same questions by phone, and those whose way ended."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.actions import enquiring, intake_board, reviewing
from stepwell.actions.intake_board import Column
from stepwell.actions.refusals import Refusal
from stepwell.domain.episodes.screening_times import PROMISED_MINUTES
from stepwell.domain.privacy.access import Role
from stepwell.interfaces.intake.words import COLUMNS, EMPTY, MOVES
from stepwell.interfaces.shared.asking import ByPhoneForm, asked_from
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.interfaces.shared.words import said
from stepwell.kernel import clock


@for_roles(Role.INTAKE)
@require_safe
def board(request: Request) -> HttpResponse:
    """Everybody on the way in, by where they stand; what is overdue on top."""
    by, at = request.signed_in, clock.now()
    found = intake_board.board(by, at=at)
    columns = [
        {
            "key": column.value,
            "title": COLUMNS[column],
            "empty": EMPTY[column],
            "cards": cards,
            "overdue": sum(card.coming.is_overdue for card in cards),
        }
        for column, cards in found.items()
    ]
    today = at.astimezone(reviewing.zone_of(by)).date()
    context = {"columns": columns, "moves": _moves(), "promised": PROMISED_MINUTES, "today": today}
    return render(request, "intake/board.html", context)


@for_roles(Role.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """The questions by phone, on one page; the next free times follow at once."""
    by = request.signed_in
    sites = [site for site in enquiring.list_sites() if site.pk in by.reader.site_ids]
    form = ByPhoneForm(request.POST if request.method == "POST" else None, sites=sites)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        site = next(site for site in sites if str(site.pk) == told["site"])
        try:
            enquiry = enquiring.enquire(by, asked_from(told), site=site, key=told["key"], at=clock.now())
        except Refusal as refusal:
            form.add_error(None, said(refusal))
        else:
            messages.success(request, _("It is written down. Offer a time for the screening now."))
            return redirect("intake:times", enquiry.pk)
    context = {"form": form, "sites": sites}
    return render(request, "intake/new.html", context, status=422 if form.errors else 200)


@for_roles(Role.INTAKE)
@require_safe
def ended(request: Request) -> HttpResponse:
    """Whose way ended before a first day, and why. Nobody is taken off this list."""
    text = request.GET.get("page", "")
    page = int(text) if text.isdecimal() and 0 < len(text) < 6 else 1
    found, has_more = intake_board.list_ended(request.signed_in, page=max(page, 1), at=clock.now())
    context: dict[str, Any] = {"ended": found, "page": max(page, 1), "has_more": has_more}
    return render(request, "intake/ended.html", context)


def _moves() -> list[dict[str, Any]]:
    return [{"to": column.value, "words": MOVES[column]} for column in Column if column in MOVES]
