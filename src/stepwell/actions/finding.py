"""Finding somebody by the first letters of any name, in any script, with or without accents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from stepwell.actions import charts
from stepwell.actions.charts import Chart
from stepwell.actions.readers import SignedIn
from stepwell.domain.privacy.access import Purpose, Role

AT_MOST = 12

PURPOSES: Mapping[Role, Purpose] = MappingProxyType(
    {Role.COUNSELOR: Purpose.TREATMENT, Role.INTAKE: Purpose.INTAKE, Role.MANAGER: Purpose.OPERATIONS}
)
"""What each role searches for; a role that isn't here finds nobody."""


@dataclass(frozen=True)
class Found:
    """The people whose names begin so, and whether there are more than are shown."""

    charts: tuple[Chart, ...]
    has_more: bool = False


def find(by: SignedIn, text: str, *, at: datetime, limit: int = AT_MOST, only_open: bool = False) -> Found:
    """People whose names begin with these letters, by name; one line in the trail names those shown.

    Each word must begin one of a person's names. Who may not be seen isn't found, nor with
    `only_open` who is not in the program now. Without a letter nobody is, and nothing is written.
    """
    purpose = PURPOSES.get(by.role)
    if purpose is None or not any(letter.isalnum() for letter in text):
        return Found(())
    keys = list(charts.find_people(by, purpose, text=text, only_open=only_open)[: limit + 1])
    opened = charts.open_list(by, keys[:limit], purpose, what="search", at=at)
    return Found(tuple(opened), has_more=len(keys) > limit)
