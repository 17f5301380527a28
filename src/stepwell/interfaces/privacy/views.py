"""The trail, its seal, and the accounting of one person's record."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from stepwell.actions import charts, overseeing, reading_trail
from stepwell.domain.privacy.access import Purpose, Role
from stepwell.interfaces.privacy.tables import as_csv
from stepwell.interfaces.privacy.words import PURPOSES, WHATS
from stepwell.interfaces.shared.context import ROLE_NAMES
from stepwell.interfaces.shared.days import DayField
from stepwell.interfaces.shared.requests import Request, for_roles
from stepwell.kernel import clock

FOUND_AT_MOST = 20


class Filters(forms.Form):
    """What to look for. Every field may stay empty; a wrong one is left out."""

    q = forms.CharField(label=_("Whose record"), required=False, max_length=100)
    day = DayField(
        label=_("On the day"),
        required=False,
    )
    person = forms.UUIDField(required=False, widget=forms.HiddenInput)
    account = forms.UUIDField(required=False, widget=forms.HiddenInput)
    page = forms.IntegerField(required=False, min_value=1, max_value=100000, widget=forms.HiddenInput)


@for_roles(Role.PRIVACY_OFFICER)
@require_safe
def trail(request: Request) -> HttpResponse:
    """Who opened whose record, for what, when; by person, by member of staff, by day."""
    form = Filters(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    zone = reading_trail.zone_of(request.signed_in)
    at = clock.now()
    lines = overseeing.list_lines(
        request.signed_in,
        page=asked.get("page") or 1,
        person=asked.get("person"),
        account=asked.get("account"),
        day=asked.get("day"),
        zone=zone,
        at=at,
    )
    kept = {name: str(asked[name]) for name in ("person", "account", "day") if asked.get(name)}
    context = {
        "form": form,
        "lines": [_shown(line) for line in lines.lines],
        "page": lines.page,
        "has_more": lines.has_more,
        "found": _find(request, asked.get("q") or ""),
        "person": asked.get("person"),
        "kept": kept,
    }
    with timezone.override(zone):
        return render(request, "privacy/trail.html", context)


@for_roles(Role.PRIVACY_OFFICER)
@require_safe
def seal(request: Request) -> HttpResponse:
    """Whether every line follows the one before it, and agrees with the anchors outside the database."""
    return render(request, "privacy/seal.html", {"seal": reading_trail.check_seal(request.signed_in)})


@for_roles(Role.PRIVACY_OFFICER)
@require_safe
def accounting(request: Request, person_id: UUID) -> HttpResponse:
    """Every line about one person as a table for a spreadsheet, times in UTC."""
    chart = charts.open_for(request.signed_in, person_id, Purpose.OVERSIGHT, what="trail", at=clock.now())
    header = ["at", "who", "role", "purpose", "what", "kind", "permitted"]
    rows = [_row(line) for line in reading_trail.account_for(chart)]
    return as_csv(header, rows, name="accounting")


def _row(line: reading_trail.Accounted) -> list[str]:
    kind = "wrote" if line.is_writing else "opened"
    row = [line.at.isoformat(timespec="seconds"), line.actor, line.role, line.purpose, line.what, kind]
    return [*row, "yes" if line.is_permitted else "no"]


def _find(request: Request, text: str) -> list[dict[str, object]]:
    """The people whose names begin like this, to choose one."""
    if not text.strip():
        return []
    keys = charts.find_people(request.signed_in, Purpose.OVERSIGHT, text=text)[:FOUND_AT_MOST]
    opened = charts.open_list(
        request.signed_in,
        [UUID(str(key)) for key in keys],
        Purpose.OVERSIGHT,
        what="people_list",
        at=clock.now(),
    )
    return [{"key": chart.person.pk, "name": chart.person.full_name} for chart in opened]


def _shown(line: overseeing.Line) -> dict[str, object]:
    """A line in words; what has no words yet is shown by its key rather than hidden."""
    roles = {role.value: name for role, name in ROLE_NAMES.items()}
    return {
        "line": line,
        "role": roles.get(line.role, gettext("the program")),
        "purpose": PURPOSES.get(line.purpose, line.purpose),
        "what": WHATS.get(line.what) or line.what.replace("_", " "),
    }
