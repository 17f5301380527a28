"""Every definition, by its name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stepwell.domain.outcomes.abstinence import ABSTINENCE
from stepwell.domain.outcomes.definition import Definition
from stepwell.domain.outcomes.reduction import REDUCTION
from stepwell.domain.outcomes.relapse import RELAPSE

DEFINITIONS = (*ABSTINENCE, *REDUCTION, *RELAPSE)
"""62 columns of 54 endpoints; an endpoint with time and event has two."""
BY_NAME: Mapping[str, Definition] = MappingProxyType({each.name: each for each in DEFINITIONS})
