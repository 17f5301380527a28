"""The files of an exchange folder and their columns: the one place that lists them.

docs/exchange.md tells the same in prose, and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from stepwell.domain.exchange import values
from stepwell.domain.exchange.values import Days

Read = Callable[[str], Any]


@dataclass(frozen=True)
class Column:
    """One column: how its cells are read. A required column must be there; its cells may still be empty."""

    read: Read
    required: bool = False


@dataclass(frozen=True)
class Table:
    """One file: its columns by name, and the column that must not repeat, if any."""

    name: str
    columns: Mapping[str, Column]
    unique: str | None = None

    def missing(self, header: list[str]) -> list[str]:
        """Required columns that the header lacks."""
        return [name for name, column in self.columns.items() if column.required and name not in header]

    def unknown(self, header: list[str]) -> list[str]:
        """Columns of the header that nobody knows."""
        return [name for name in header if name not in self.columns]


PERSON_FACTS = [
    "who",
    "sex",
    "hispanic",
    "race",
    "race_ethnicity",
    "job",
    "living_stable",
    "homeless",
    "education",
    "marital",
    "smoker",
    "ftnd",
    "iv_use_asi",
    "has_schizophrenia",
    "has_major_dep",
    "has_bipolar",
    "has_anx_pan",
    "has_brain_damage",
    "has_epilepsy",
    "depression",
    "anxiety",
    "schizophrenia",
    "has_opiates_dx",
    "has_alcol_dx",
    "has_amphetamines_dx",
    "has_cannabis_dx",
    "has_cocaine_dx",
    "has_sedatives_dx",
]
"""Coded facts of a person kept under the source's own names."""


EPISODE_DAYS = (
    "randomized_day",
    "phase2_day",
    "first_attended_day",
    "last_attended_day",
    "last_contact_day",
    "first_dose_day",
    "last_dose_day",
    "detox_admit_day",
    "detox_discharge_day",
)
"""Days of an episode; any of them may be unknown."""

_KEY = Column(values.key, required=True)
_TEXT = Column(values.text)


def tables(anchor: date) -> Mapping[str, Table]:
    """All files by name, reading days from this anchor."""
    day = Days(anchor)
    all_tables = [
        _person(),
        _episode(day),
        _session(day),
        _drug_test_sample(day),
        _drug_test_result(),
        _self_report_use(day),
        _medication_dose(day),
    ]
    return MappingProxyType({table.name: table for table in all_tables})


def _person() -> Table:
    known = {"person_id": _KEY, "trial": _TEXT, "site_id": _TEXT, "age": Column(values.amount)}
    return Table("person", {**known, **dict.fromkeys(PERSON_FACTS, _TEXT)}, unique="person_id")


def _episode(day: Days) -> Table:
    columns = {
        "episode_id": _KEY,
        "person_id": _KEY,
        "trial": _TEXT,
        "who": _TEXT,
        "arm": _TEXT,
        "arm_phase2": _TEXT,
        **dict.fromkeys(EPISODE_DAYS, Column(day)),
        "died_flag": Column(values.one_of("", "0", "1")),
    }
    return Table("episode", columns, unique="episode_id")


def _session(day: Days) -> Table:
    columns = {
        "person_id": _KEY,
        "trial": _TEXT,
        "scheduled_label": _TEXT,
        "day": Column(day, required=True),
        "status": Column(values.one_of("attended", "missed", "unrecorded"), required=True),
        "source_disposition": _TEXT,
        "missed_reason": _TEXT,
        "phase": _TEXT,
        "scheduled_week": Column(values.whole_number),
        "nominal_day": Column(day),
        "day_source": Column(values.one_of("", "recorded", "nominal", "none")),
    }
    return Table("session", columns)


def _drug_test_sample(day: Days) -> Table:
    bases = ("", "registry", "positive_result_only", "presumed_from_attended_visit")
    columns = {
        "sample_id": _KEY,
        "person_id": _KEY,
        "trial": _TEXT,
        "day": Column(day, required=True),
        "basis": Column(values.one_of(*bases)),
        "temp_ok": Column(values.one_of("", "yes", "no", "unknown")),
    }
    return Table("drug_test_sample", columns, unique="sample_id")


def _drug_test_result() -> Table:
    result = Column(values.one_of("negative", "positive"), required=True)
    return Table("drug_test_result", {"sample_id": _KEY, "analyte": _KEY, "result": result})


def _self_report_use(day: Days) -> Table:
    return Table("self_report_use", {"person_id": _KEY, "day": Column(day, required=True), "substance": _KEY})


def _medication_dose(day: Days) -> Table:
    amount = Column(values.amount, required=True)
    return Table("medication_dose", {"person_id": _KEY, "day": Column(day, required=True), "amount": amount})
