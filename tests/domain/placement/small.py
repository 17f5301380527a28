"""A small edition, and findings by it that tests change one thing of."""

from __future__ import annotations

import json
from typing import Any

from stepwell.domain.placement.edition import Dimension, Edition, Level, Rating, RedFlag
from stepwell.domain.placement.findings import Finding, Findings

LEVELS = tuple(Level(each, each.title()) for each in ("visits", "evenings", "days", "house"))
RATINGS = (Rating("0", "calm"), Rating("1", "some"), Rating("2", "much"), Rating("3", "all"))
DIMENSIONS = ("body", "home")
EDITION = Edition(
    id="small/1",
    title="A small edition",
    levels=LEVELS,
    offered=("evenings",),
    red_flags=(RedFlag("seizure", "A seizure", "Call 911."), RedFlag("suicide", "Suicide", "Call 988.")),
    dimensions=tuple(Dimension(each, each.title(), RATINGS) for each in DIMENSIONS),
    table={each: {"0": None, "1": "visits", "2": "evenings", "3": "house"} for each in DIMENSIONS},
)
CALM = {"seizure": False, "suicide": False}


def found(body: str | None, home: str | None, *, red_flags: dict[str, bool | None] | None = None) -> Findings:
    """Both dimensions rated, and no red flag up unless told."""
    told = (Finding("body", body), Finding("home", home))
    return Findings(EDITION, CALM if red_flags is None else red_flags, told)


def as_file() -> dict[str, Any]:
    """Findings with their edition, as a file holds them; a fresh copy each time."""
    ratings = [{"id": each.id, "title": each.title} for each in RATINGS]
    written = {
        "format": "stepwell-findings/1",
        "edition": {
            "id": "small/1",
            "title": "A small edition",
            "levels": [{"id": each.id, "title": each.title} for each in LEVELS],
            "offered": ["evenings"],
            "red_flags": [
                {"id": each.id, "title": each.title, "do_now": each.do_now} for each in EDITION.red_flags
            ],
            "dimensions": [{"id": each, "title": each.title(), "ratings": ratings} for each in DIMENSIONS],
            "table": {each: dict(row) for each, row in EDITION.table.items()},
        },
        "red_flags": dict(CALM),
        "findings": [{"dimension": "body", "rating": "1"}, {"dimension": "home", "rating": "2"}],
    }
    copied: dict[str, Any] = json.loads(json.dumps(written))
    return copied
