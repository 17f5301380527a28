"""Weights made from person-weeks of which is known what happened, by scikit-learn, loaded when needed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from stepwell.domain.signals.features import NAMES
from stepwell.domain.signals.weights import FORMAT, Weight, Weights
from stepwell.interfaces.commands.errors import CommandError

PENALTY = 0.01
"""Inverse strength of the ridge; chosen by person-wise cross-validation among 0.002 to 1."""


def train(facts: Sequence[Sequence[float]], happened: Sequence[int], card: Mapping[str, str]) -> Weights:
    """A ridge logistic regression of what happened on standardized facts."""
    try:
        from sklearn.linear_model import LogisticRegression
    except ImportError:
        raise CommandError(
            'Training needs scikit-learn: pip install "stepwell[signals]"; predicting does not.'
        ) from None
    if not 0 < sum(happened) < len(happened):
        raise CommandError("Nothing can be learned: it happened in no week, or in all of them.")
    scales = [_scale(column) for column in zip(*facts, strict=True)]
    rows = [
        [0.0 if math.isnan(x) else (x - mean) / spread for x, (mean, spread) in zip(row, scales, strict=True)]
        for row in facts
    ]
    line = LogisticRegression(C=PENALTY, max_iter=2000)  # type: ignore[no-untyped-call]  # sklearn is untyped
    line.fit(rows, list(happened))
    weights = tuple(
        Weight(name, mean, spread, float(weight))
        for name, (mean, spread), weight in zip(NAMES, scales, line.coef_[0], strict=True)
    )
    return Weights(FORMAT, dict(card), float(line.intercept_[0]), weights)


def _scale(column: Sequence[float]) -> tuple[float, float]:
    known = [x for x in column if not math.isnan(x)]
    if not known:
        return 0.0, 1.0
    mean = sum(known) / len(known)
    # the spread with unknown cells at the mean, as they are put in
    spread = math.sqrt(sum((x - mean) ** 2 for x in known) / len(column))
    return mean, spread or 1.0
