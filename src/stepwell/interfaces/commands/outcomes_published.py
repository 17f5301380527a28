"""`stepwell outcomes published DIR`: what trials have published beside what their records say here."""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from stepwell.domain.exchange import folder as exchange
from stepwell.domain.exchange.folder import Person, Row
from stepwell.domain.outcomes import published
from stepwell.domain.outcomes.pattern import Pattern
from stepwell.domain.outcomes.published import Compared, Published, Share
from stepwell.domain.outcomes.registry import BY_NAME
from stepwell.domain.outcomes.weeks import VERSION, Reading, Told, word
from stepwell.interfaces.commands.errors import CommandError

ANCHOR = date(2020, 1, 1)
WEEK_24 = timedelta(days=7 * 23)
OPIOIDS = frozenset(("Opioid", "Heroin"))
TESTED = "Opioid"
PRESUMED = "presumed_from_attended_visit"
ONLY_SAMPLES = "by visit, presumed samples left out"


def add_word(words: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    shown = words.add_parser(
        "published",
        help="published results of imported trials beside what their records say",
        description="Compare with published results (docs/rules/outcomes.md).",
    )
    shown.add_argument("folder", type=Path, metavar="DIR", help="an exchange folder with arms (person.csv …)")
    shown.add_argument("--json", action="store_true", help="JSON instead of a table")
    shown.set_defaults(answer=answer)


def answer(options: argparse.Namespace) -> int:
    """Read and check the folder, count, print."""
    try:
        read = exchange.read(options.folder, anchor=ANCHOR)
    except exchange.Damaged as fault:
        raise CommandError(str(fault)) from None
    found = list(compare(read.people))
    if not found:
        raise CommandError(f"{options.folder} holds nobody of the arms of CTN-0027, CTN-0030 or CTN-0051.")
    print(_json(found) if options.json else _table(found))
    return 0


def compare(people: Sequence[Person]) -> Iterator[Compared]:
    """Every published figure of which there is somebody, by each reading."""
    arms = _by_arm(people)
    for each in published.COMPLETION:
        if rows := arms.get((each.trial, each.arm)):
            kept = sum(_completed(row) for _, row in rows)
            yield Compared(each, "doses", Share(kept, len(rows)))
    for each in published.RELAPSE:
        for reading, words in _readings(arms.get((each.trial, each.arm), ()), "", "randomized_day", 24):
            yield _scored(each, published.RELAPSE_RULE, reading, words)
    second = [one for (trial, _), rows in arms.items() if trial == "CTN-0030" for one in rows]
    entered = [(who, row) for who, row in second if row.get("phase2_day")]
    for reading, words in _readings(entered, "P2", "phase2_day", 12):
        yield _scored(published.POATS, published.SUCCESS_RULE, reading, words)


def _by_arm(people: Iterable[Person]) -> dict[tuple[str, str], list[tuple[Person, Row]]]:
    """Who was randomized, with the stay, by trial and arm."""
    arms: dict[tuple[str, str], list[tuple[Person, Row]]] = defaultdict(list)
    for person in people:
        for row in person.of("episode"):
            if row.get("randomized_day") and row.get("arm"):
                arms[str(row.get("trial")), str(row["arm"])].append((person, row))
    return arms


def _completed(row: Row) -> bool:
    last: date | None = row.get("last_dose_day")
    begun: date = row["randomized_day"]
    return last is not None and last - begun >= WEEK_24


def _scored(each: Published, rule: str, reading: str, words: Sequence[str]) -> Compared:
    yes = sum(BY_NAME[rule].score(Pattern(one)) == 1 for one in words)
    return Compared(each, reading, Share(yes, len(words)))


def _readings(
    rows: Iterable[tuple[Person, Row]], phase: str, first: str, weeks: int
) -> Iterator[tuple[str, list[str]]]:
    found = list(rows)
    if not found:
        return
    told = [(_told(who, phase), row[first]) for who, row in found]
    for reading in Reading:
        yield reading.value, [word(one, weeks=weeks, reading=reading, first=day) for one, day in told]
    strict = [(_told(who, phase, presumed=False), row[first]) for who, row in found]
    words = [word(one, weeks=weeks, reading=Reading.VISIT, first=day) for one, day in strict]
    yield ONLY_SAMPLES, words


def _told(person: Person, phase: str, *, presumed: bool = True) -> Told:
    days = {
        row["sample_id"]: row["day"]
        for row in person.of("drug_test_sample")
        if row["day"] and (presumed or row.get("basis") != PRESUMED)
    }
    results: dict[date, list[bool]] = defaultdict(list)
    for row in person.of("drug_test_result"):
        if row["analyte"] == TESTED and row["sample_id"] in days:
            results[days[row["sample_id"]]].append(row["result"] == "positive")
    use = {row["day"] for row in person.of("self_report_use") if row["substance"] in OPIOIDS}
    return Told(results, use, _visits(person, phase))


def _visits(person: Person, phase: str) -> dict[int, list[date]]:
    found: dict[int, list[date]] = defaultdict(list)
    for row in person.of("session"):
        week, day = row.get("scheduled_week"), row["day"]
        if row["status"] == "attended" and week is not None and day and (row.get("phase") or "") == phase:
            found[int(week)].append(day)
    return found


def _json(found: Iterable[Compared]) -> str:
    lines = [
        {
            "trial": each.published.trial,
            "arm": each.published.arm,
            "counts": each.published.counts,
            "source": each.published.source,
            "published": round(each.published.percent, 1),
            "reading": each.reading,
            "yes": each.here.yes,
            "of": each.here.of,
            "percent": round(each.here.percent, 1),
            "interval": [round(end, 1) for end in each.here.interval],
            "agrees": each.agrees,
        }
        for each in found
    ]
    return json.dumps({"rule": VERSION, "compared": lines}, ensure_ascii=False, indent=1)


def _table(found: Iterable[Compared]) -> str:
    lines = [f"{'trial, arm':<28}{'published':>10}{'here':>7}  {'of':<9}{'95 %':<14}by"]
    for each in found:
        low, high = each.here.interval
        of, between = f"{each.here.yes}/{each.here.of}", f"{low:.1f} to {high:.1f}"
        lines.append(
            f"{each.published.trial + ' ' + each.published.arm:<28}{each.published.percent:9.1f}%"
            f"{each.here.percent:6.1f}%  {of:<9}{between:<14}"
            f"{each.reading}{'' if each.agrees else ' (does not agree)'}"
        )
    return "\n".join(lines)
