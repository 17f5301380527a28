"""Weights as data: a logistic regression read from JSON and worked out in plain code."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from importlib.resources import files

import msgspec

from stepwell.domain.signals.features import NAMES
from stepwell.kernel.strict_json import FileRefused, decode

FORMAT = "stepwell-signal-weights/1"


class Weight(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one fact weighs, after its mean is taken away and it is divided by its spread."""

    fact: str
    mean: float
    spread: float
    weight: float


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything a prediction needs, with its card."""

    format: str
    card: Mapping[str, str]
    start: float
    weights: tuple[Weight, ...]

    def probability(self, facts: Sequence[float]) -> float:
        """How likely it is that this person stops coming, from 0 to 1; an unknown fact has the mean."""
        total = self.start
        for fact, each in zip(facts, self.weights, strict=True):
            if not math.isnan(fact):
                total += each.weight * (fact - each.mean) / each.spread
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def read(text: bytes) -> Weights:
    """Weights of a file. FileRefused unless they are of the facts this version makes."""
    weights = decode(text, Weights)
    if weights.format != FORMAT or tuple(each.fact for each in weights.weights) != NAMES:
        raise FileRefused("weights: they are of other facts than this version makes.")
    return weights


def shipped() -> Weights:
    """The weights that come with the product; docs/rules/signals.md is their card."""
    return read(files(__package__).joinpath("stopping.json").read_bytes())
