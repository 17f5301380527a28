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


def tables(anchor: date) -> Mapping[str, Table]:
    """All files by name, reading days from this anchor."""
    day = Days(anchor)
    text, number = values.text, values.whole_number
    a_key = Column(values.key, required=True)
    the_day = Column(day, required=True)
    all_tables = [
        Table(
            "person",
            {
                "person_id": a_key,
                "trial": Column(text),
                "site_id": Column(text),
                "age": Column(values.amount),
                **{name: Column(text) for name in PERSON_FACTS},
            },
            unique="person_id",
        ),
        Table(
            "episode",
            {
                "episode_id": a_key,
                "person_id": a_key,
                "trial": Column(text),
                "who": Column(text),
                "arm": Column(text),
                "arm_phase2": Column(text),
                **{
                    name: Column(day)
                    for name in [
                        "randomized_day",
                        "phase2_day",
                        "first_attended_day",
                        "last_attended_day",
                        "last_contact_day",
                        "first_dose_day",
                        "last_dose_day",
                        "detox_admit_day",
                        "detox_discharge_day",
                    ]
                },
                "died_flag": Column(values.one_of("", "0", "1")),
            },
            unique="episode_id",
        ),
        Table(
            "session",
            {
                "person_id": a_key,
                "trial": Column(text),
                "scheduled_label": Column(text),
                "day": the_day,
                "status": Column(values.one_of("attended", "missed", "unrecorded"), required=True),
                "source_disposition": Column(text),
                "missed_reason": Column(text),
                "phase": Column(text),
                "scheduled_week": Column(number),
                "nominal_day": Column(day),
                "day_source": Column(values.one_of("", "recorded", "nominal", "none")),
            },
        ),
        Table(
            "drug_test_sample",
            {
                "sample_id": a_key,
                "person_id": a_key,
                "trial": Column(text),
                "day": the_day,
                "basis": Column(
                    values.one_of("", "registry", "positive_result_only", "presumed_from_attended_visit")
                ),
                "temp_ok": Column(values.one_of("", "yes", "no", "unknown")),
            },
            unique="sample_id",
        ),
        Table(
            "drug_test_result",
            {
                "sample_id": a_key,
                "analyte": Column(values.key, required=True),
                "result": Column(values.one_of("negative", "positive"), required=True),
            },
        ),
        Table(
            "self_report_use",
            {"person_id": a_key, "day": the_day, "substance": Column(values.key, required=True)},
        ),
        Table(
            "medication_dose",
            {"person_id": a_key, "day": the_day, "amount": Column(values.amount, required=True)},
        ),
    ]
    return MappingProxyType({table.name: table for table in all_tables})
