"""The pieces of a draft's page that name no person, drawn once for each plan, and those that do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stepwell.actions.readers import SignedIn
from stepwell.actions.timetabling import viewing
from stepwell.actions.timetabling.boards import Board
from stepwell.interfaces.manager.timetable import showing
from stepwell.interfaces.shared.kept import Kept

PARTS = "manager/timetable/parts"
_tiles = Kept(most=256)
_walls = Kept(most=128)


def draw_tiles(board: Board) -> SafeString:
    """The five figures."""
    number = len(board.need)
    return _tiles.get(
        (get_language(), board.figures, number),
        lambda: render_to_string(f"{PARTS}/figures.html", {"figures": board.figures, "in_need": number}),
    )


def draw_wall(by: SignedIn, board: Board, view: str, *, moved: str = "", at: datetime) -> SafeString:
    """The week by day, room or leader; with a group marked that was moved just now."""
    today = at.astimezone(board.zone).date()

    def draw() -> SafeString:
        shown = board.uncover(by, at=at)
        blocks = showing.blocks_of(shown)
        context = {
            **_looks(board, view),
            "draft": board.draft,
            "may_change": board.draft.may_change,
            "grid": showing.wall(shown, blocks, today=today),
            "lines": showing.lines(shown, blocks, view) if view != "group" else [],
            "legend": showing.legend(blocks),
            "moved": moved,
        }
        return render_to_string(f"{PARTS}/wall.html", context)

    if board.stamp is None or moved:
        return draw()
    draft = board.draft
    return _walls.get((get_language(), board.stamp, view, draft.sites, draft.may_change, today), draw)


def draw_hours(by: SignedIn, board: Board, *, at: datetime) -> SafeString:
    """The individual hours by counselor, which name everybody: drawn each time."""
    held = viewing.view_hours(by, board.draft.draft_id, site_id=board.site_id, at=at)
    days = board.draft.week.days
    context = {**_looks(board, "hours"), "hours": showing.hours(days, held)}
    return render_to_string(f"{PARTS}/hours.html", context)


def _looks(board: Board, current: str) -> dict[str, Any]:
    """The ways to look at a week, the sites, and what every way needs."""
    names = {
        "group": _("By day"),
        "room": _("By room"),
        "leader": _("By leader"),
        "hours": _("Individual hours"),
    }
    return {
        "view": current,
        "views": [
            {"name": name, "url": f"?site={board.site_id}&view={view}", "current": view == current}
            for view, name in names.items()
        ],
        "site_id": board.site_id,
        "sites": list(zip(board.draft.site_ids, board.draft.sites, strict=True)),
        "zone": board.zone,
        "days": board.draft.week.days,
    }
