"""Every scorer, by its name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stepwell.domain.instruments.measures import (
    bam,
    drinking,
    drugs,
    feelings,
    mood,
    readiness,
    safety,
    sleep,
    strengths,
    trauma,
)
from stepwell.domain.instruments.measures.measure import Measure

MODULES = (mood, drinking, drugs, bam, strengths, readiness, trauma, safety, sleep, feelings)
BY_NAME: Mapping[str, Measure] = MappingProxyType(
    {measure.name: measure for module in MODULES for measure in module.MEASURES}
)
