"""Who needs a way in, beside the wall: drawn each time, of those whose records were opened for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from stepwell.actions.timetabling.boards import Board
from stepwell.actions.timetabling.ways_in import Fix, WayIn
from stepwell.domain.hours.dose import in_hours
from stepwell.interfaces.manager.words import said
from stepwell.interfaces.shared.gaps import Gapped
from stepwell.interfaces.shared.keys import fresh_key
from stepwell.kernel.sentences import Sentence

AT_ONCE = 2
"""So many ways are shown at once; the others can be opened."""

_NEED = Gapped(
    "manager/timetable/parts/need.html",
    *("person", "name", "planned", "floor", "site", "missing", "because", "fixes", "others", "no_fix"),
)
_FIX = Gapped(
    "manager/timetable/parts/fix.html",
    *("sentence", "names", "try_url", "csrf_token", "key", "person", "fix"),
)


@dataclass(frozen=True)
class _Page:
    """What every way to try something needs."""

    try_url: str
    token: str
    has_sites: bool
    may_change: bool


def draw_needs(request: HttpRequest, board: Board) -> SafeString:
    """Everybody in need, with the reason and what would help."""
    draft = board.draft
    url = reverse("manager:draft_try", args=[draft.draft_id])
    page = _Page(url, get_token(request), len(draft.sites) > 1, draft.may_change)
    return _together(_need(page, one) for one in board.need)


def _need(page: _Page, one: WayIn) -> SafeString:
    told: dict[str, object] = {
        "person": one.person_id,
        "name": one.name,
        "planned": in_hours(one.planned_minutes),
        "floor": in_hours(one.floor_minutes),
        "site": one.site,
        "missing": _sentences(one.missing),
        "because": _sentences(one.because),
        "fixes": _together(_fix(page, one, fix) for fix in one.fixes[:AT_ONCE]),
        "others": _together(_fix(page, one, fix) for fix in one.fixes[AT_ONCE:]),
        "no_fix": said(one.no_fix) if one.no_fix else "",
    }
    has_others = len(one.fixes) > AT_ONCE
    return _NEED.fill(told, has_site=page.has_sites, has_others=has_others, has_no_fix=bool(one.no_fix))


def _fix(page: _Page, one: WayIn, fix: Fix) -> SafeString:
    told: dict[str, object] = {
        "sentence": said(fix.sentence),
        "names": ", ".join(fix.also_helps),
        "try_url": page.try_url,
        "csrf_token": page.token,
        "key": fresh_key(),
        "person": one.person_id,
        "fix": fix.key,
    }
    return _FIX.fill(told, helps_others=bool(fix.also_helps), may_change=page.may_change)


def _sentences(told: Iterable[Sentence]) -> str:
    return " ".join(said(one) for one in told)


def _together(drawn: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(drawn))  # noqa: S308  # markup already
