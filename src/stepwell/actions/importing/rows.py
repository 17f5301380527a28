"""What one person's rows of an exchange folder become here, and the remarks on their dirt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from stepwell.domain.exchange.folder import Person as SourcePerson
from stepwell.domain.exchange.folder import Row
from stepwell.kernel.civil import at_site
from stepwell.records.episodes.models import Episode
from stepwell.records.measures.models import (
    DrugTestResult,
    DrugTestSample,
    MedicationDose,
    SampleStatus,
    SelfReportedUse,
)
from stepwell.records.people.models import Person
from stepwell.records.program.models import Site
from stepwell.records.schedule.models import Session, SessionStatus
from stepwell.records.sessions.models import Attendance, AttendanceState

STATES = {
    "attended": AttendanceState.HERE,
    "missed": AttendanceState.MISSED,
    "unrecorded": AttendanceState.UNRECORDED,
}
TEMPERATURE = {"yes": True, "no": False}
TITLE = {"en": "Visit", "es": "Visita"}


@dataclass
class Taken:
    """Rows ready to be written, and how many carry which remark."""

    sessions: list[Session] = field(default_factory=list)
    attendances: list[Attendance] = field(default_factory=list)
    samples: list[DrugTestSample] = field(default_factory=list)
    results: list[DrugTestResult] = field(default_factory=list)
    use: list[SelfReportedUse] = field(default_factory=list)
    doses: list[MedicationDose] = field(default_factory=list)
    remarks: Counter[str] = field(default_factory=Counter)

    def remark(self, *words: str) -> str:
        """Count the remarks of one row and join them."""
        said = [word for word in words if word]
        self.remarks.update(said)
        return "; ".join(said)


def take_sessions(
    taken: Taken, source: SourcePerson, person: Person, *, episode: Episode, site: Site, known: set[str]
) -> None:
    """Visits as sessions with attendance. A visit without a day stays, on its planned day or undated."""
    visits = source.of("session")
    days: dict[date, set[str]] = {}
    repeats: Counter[tuple[Any, str]] = Counter()
    for row in visits:
        if row["day"]:
            days.setdefault(row["day"], set()).add(row["status"])
    same: Counter[str] = Counter()
    for row in visits:
        name = f"{source.key}|{row.get('scheduled_label', '')}|{row['day'] or ''}|{row['status']}"
        same[name] += 1
        repeats[row["day"], row["status"]] += 1
        key = f"{name}|{same[name]}"[:160]
        if key in known:
            continue
        day = row["day"] or row.get("nominal_day")
        remark = taken.remark(*_session_remarks(row, days, repeats, same[name], source))
        session = Session(
            site=site,
            title={**TITLE, "label": row.get("scheduled_label", "")},
            starts_at=_midnight(day, site) if day else None,
            held_on=day,
            status=SessionStatus.HELD,
            external_id=key,
        )
        taken.sessions.append(session)
        taken.attendances.append(
            Attendance(
                session=session,
                person=person,
                episode=episode,
                state=STATES[row["status"]],
                starts_at=session.starts_at,
                held_on=day,
                reason=(row.get("missed_reason") or "").strip(";")[:40],
                remark=remark[:120],
            )
        )


def _session_remarks(
    row: Row, days: dict[date, set[str]], repeats: Counter[tuple[Any, str]], same: int, source: SourcePerson
) -> Iterable[str]:
    day = row["day"]
    if day is None:
        yield "undated, placed on its planned day" if row.get("nominal_day") else "undated"
    elif repeats[day, row["status"]] > 1:
        yield "same row again" if same > 1 else "repeated day"
    if day and len(days[day]) > 1:
        yield "same day told in two ways"
    last = _last_contact(source)
    if day and last and day > last:
        yield "after the last contact"


def _last_contact(source: SourcePerson) -> date | None:
    days = [row.get("last_contact_day") for row in source.of("episode")]
    return max((day for day in days if day), default=None)


def _midnight(day: date, site: Site) -> datetime:
    """The start of the day at the site: the source knows the day of a visit, not its time."""
    return at_site(day, time(0), ZoneInfo(site.zone))


def take_drug_tests(taken: Taken, source: SourcePerson, person: Person, *, known: set[str]) -> None:
    """Samples and results. A negative presumed from attendance stays apart from a negative test."""
    samples: dict[str, DrugTestSample] = {}
    for row in source.of("drug_test_sample"):
        if row["sample_id"] in known:
            continue
        presumed = row.get("basis") == "presumed_from_attended_visit"
        sample = DrugTestSample(
            person=person,
            collected_on=row["day"],
            status=SampleStatus.NO_TEST if presumed else SampleStatus.TESTED,
            basis=row.get("basis", ""),
            temperature_ok=TEMPERATURE.get(row.get("temp_ok", "")),
            external_id=row["sample_id"],
            remark=taken.remark(
                "attended, no test recorded" if presumed else "",
                "undated sample" if row["day"] is None else "",
            ),
        )
        samples[row["sample_id"]] = sample
        taken.samples.append(sample)
    seen: Counter[tuple[str, str]] = Counter()
    for row in source.of("drug_test_result"):
        sample_or_none = samples.get(row["sample_id"])
        if sample_or_none is None:
            continue
        seen[row["sample_id"], row["analyte"]] += 1
        presumed = sample_or_none.status == SampleStatus.NO_TEST
        again = seen[row["sample_id"], row["analyte"]] > 1
        taken.results.append(
            DrugTestResult(
                sample=sample_or_none,
                analyte=row["analyte"],
                result=row["result"],
                remark=taken.remark(
                    f"presumed {row['result']}, not tested" if presumed else "",
                    "repeated analyte" if again else "",
                ),
            )
        )


@dataclass(frozen=True)
class DaysHere:
    """What is here already of one person's days."""

    use: frozenset[tuple[date, str]] = frozenset()
    doses: frozenset[tuple[date, int]] = frozenset()


def take_days(taken: Taken, source: SourcePerson, person: Person, *, here: DaysHere) -> int:
    """Self-reported use and doses, by day. How many rows had no day and were left."""
    return _take_use(taken, source, person, here=here) + _take_doses(taken, source, person, here=here)


def _take_use(taken: Taken, source: SourcePerson, person: Person, *, here: DaysHere) -> int:
    undated = 0
    said: set[tuple[date, str]] = set()
    for row in source.of("self_report_use"):
        if row["day"] is None:
            undated += 1
        elif (row["day"], row["substance"]) in said:
            taken.remark("use told twice for a day, kept once")
        else:
            said.add((row["day"], row["substance"]))
            if (row["day"], row["substance"]) not in here.use:
                taken.use.append(SelfReportedUse(person=person, on=row["day"], substance=row["substance"]))
    return undated


def _take_doses(taken: Taken, source: SourcePerson, person: Person, *, here: DaysHere) -> int:
    undated = 0
    ordinal: Counter[date] = Counter()
    for row in source.of("medication_dose"):
        if row["day"] is None or row["amount"] is None:
            undated += 1
            continue
        ordinal[row["day"]] += 1
        if (row["day"], ordinal[row["day"]]) in here.doses:
            continue
        taken.doses.append(
            MedicationDose(
                person=person,
                on=row["day"],
                amount=row["amount"],
                ordinal=ordinal[row["day"]],
                remark=taken.remark("another dose on one day" if ordinal[row["day"]] > 1 else ""),
            )
        )
    return undated
