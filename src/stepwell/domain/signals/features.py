"""Facts the weights look at: a row's own and earlier weeks of the same person, never a later one.

No site, arm, trial, race or origin, and nothing that may have been collected afterwards (`opt_*`).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from statistics import stdev

from stepwell.domain.signals.rows import PersonWeek

OWN: tuple[str, ...] = tuple(
    """days_since_contact att_w0 att_w1 att_w2 att_w3 missed_last4 attended_share missed_streak
    max_missed_streak att_streak contacts14 contacts_per_week uds_last weeks_since_uds uds_pos4 uds_neg4
    uds_missing4 uds_w0 uds_w1 uds_w2 uds_neg_share uds_n uds_neg_streak uds_pos_streak uds_cocaine4
    uds_amphetamine4 uds_benzo4 uds_thc4 wd_last age""".split()
)
"""Columns taken as they stand."""
FOLLOWED: tuple[str, ...] = tuple(
    """contacts14 days_since_contact contacts_per_week wd_last uds_pos4 missed_last4 attended_share
    uds_last""".split()
)
"""Columns of which the course counts too: a week and two ago, the change, and the person's usual."""
_PLAIN: tuple[str, ...] = (
    "week",
    *OWN,
    *(f"{each}_{what}" for each in FOLLOWED for what in ("one_ago", "two_ago", "change", "usual")),
    "weeks_known",
    "weeks_since_row",
    "longest_silence",
    "silence_against_usual",
    "contacts_against_usual",
    "silence_spread",
    "untested_now",
    "untested_share",
)
_PAIRS: tuple[tuple[str, str], ...] = tuple(
    (one, other)
    for one in ("att_w0", "att_w1", "missed_streak", "contacts14", "untested_now")
    for other in (
        "days_since_contact",
        "week",
        "uds_pos4",
        "wd_last",
        "missed_last4",
        "contacts_against_usual",
        "att_streak",
    )
)
NAMES: tuple[str, ...] = (
    *_PLAIN,
    *(f"{one} x {other}" for one, other in _PAIRS),
    "absent_and_untested",
    "absent_twice",
    "log_silence",
    "squared_silence",
    "log_attended_in_a_row",
)


def of_rows(rows: Sequence[PersonWeek]) -> list[list[float]]:
    """The facts of each row, in the rows' order and that of NAMES; not-a-number where nothing is known.

    Later rows of a person change nothing about earlier ones.
    """
    weeks: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        weeks[row.who].append(place)
    facts: list[list[float]] = [[] for _ in rows]
    for places in weeks.values():
        places.sort(key=lambda place: rows[place].week)
        course: list[dict[str, float]] = []
        for place in places:
            row = rows[place]
            course.append({"week": float(row.week), **{each: row.number(each) for each in OWN}})
            facts[place] = _facts(course)
    return facts


def _facts(course: Sequence[dict[str, float]]) -> list[float]:
    now = course[-1]
    said = [now["week"], *(now[each] for each in OWN)]
    usual: dict[str, float] = {}
    for each in FOLLOWED:
        values = [week[each] for week in course]
        usual[each] = _mean(values)
        one, two = _ago(values, 1), _ago(values, 2)
        said += [one, two, values[-1] - one, usual[each]]
    silences = [week["days_since_contact"] for week in course if not math.isnan(week["days_since_contact"])]
    untested = [float(math.isnan(week["uds_w0"])) for week in course]
    said += [
        float(len(course)),
        now["week"] - course[-2]["week"] if len(course) > 1 else math.nan,
        max(silences, default=math.nan),
        now["days_since_contact"] / (usual["days_since_contact"] + 1),
        now["contacts14"] - usual["contacts14"],
        stdev(silences) if len(silences) > 1 else math.nan,
        untested[-1],
        _mean(untested),
    ]
    return said + _together(dict(zip(_PLAIN, said, strict=True)))


def _together(plain: dict[str, float]) -> list[float]:
    """Facts that mean more together than apart."""
    absent, silence = 1 - plain["att_w0"], plain["days_since_contact"]
    return [
        *(plain[one] * plain[other] for one, other in _PAIRS),
        absent * plain["untested_now"],
        absent * (1 - plain["att_w1"]),
        math.log1p(silence if not silence < 0 else 0.0),
        silence**2,
        math.log1p(plain["att_streak"] if not plain["att_streak"] < 0 else 0.0),
    ]


def _ago(values: Sequence[float], weeks: int) -> float:
    return values[-1 - weeks] if len(values) > weeks else math.nan


def _mean(values: Sequence[float]) -> float:
    known = [each for each in values if not math.isnan(each)]
    return sum(known) / len(known) if known else math.nan
