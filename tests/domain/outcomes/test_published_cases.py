"""Every case of the published reference implementation, where the trial data lie beside the project.

They are not part of the product: without them the sample of our own in `sample.csv` is tried alone.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from stepwell.domain.outcomes.counting import share_with, weeks_with, window
from stepwell.domain.outcomes.files import opened
from stepwell.domain.outcomes.filling import between_neighbors, carried_forward, most_common
from stepwell.domain.outcomes.finding import first_window, longest_run
from stepwell.domain.outcomes.lattice import lattice, seen_by
from stepwell.domain.outcomes.pattern import Pattern
from stepwell.domain.outcomes.registry import BY_NAME
from stepwell.domain.outcomes.weighing import USUAL, evenly, weigh

CTN = Path(__file__).resolve().parents[4] / "shared" / "data" / "ctn"
SAMPLE = Path(__file__).with_name("sample.csv")
EXACT = 1e-9
Given = dict[str, Any]


def rows_of(file: Path) -> Iterator[dict[str, str]]:
    if not file.exists():
        pytest.skip("the trial data is not part of the product and isn't here")
    with opened(file) as lines:
        yield from csv.DictReader(lines)


@pytest.mark.parametrize("file", [SAMPLE, CTN / "outcomes_cases.csv.gz"], ids=["sample", "published"])
def test_every_definition_says_what_the_published_one_says(file: Path) -> None:
    patterns: dict[str, Pattern] = {}
    wrong = []
    for row in rows_of(file):
        pattern = patterns.setdefault(row["word"], Pattern(row["word"]))
        said = BY_NAME[row["definition"]].score(pattern)
        expected = float(row["expected"]) if row["expected"] else None
        if said is None or expected is None:
            wrong += [row] if said is not expected else []
        elif abs(said - expected) > EXACT:
            wrong.append(row)

    assert not wrong
    assert patterns


def count(given: Given, word: str) -> float:
    counted = share_with if given["proportion"] else weeks_with
    return counted(
        window(word, given["start"], given["end"]), given["match_is"], mixed=given["mixed_weight"] or 0
    )


def contains(given: Given, word: str) -> str:
    return str(given["subpattern"] in window(word, given["start"], given["end"])).upper()


def find(given: Given, word: str) -> str:
    offset = None if given["offset"] == "default" else int(given["offset"])
    width, at_least = given["window_width"], given["threshold"]
    found = first_window(word, given["match_is"], width=width, at_least=at_least, offset=offset)
    return f"time={found.week};event={found.event}" if found else "time=NA;event=NA"


def fill(given: Given, word: str) -> str:
    missing = given.get("missing_is", "o")
    ways: dict[str, Callable[[], str]] = {
        "locf": lambda: carried_forward(word, missing),
        "locfD": lambda: carried_forward(word, missing, until_last_seen=True),
        "mode": lambda: most_common(word, tie=given.get("tiebreaker", "+")),
        "kNV": lambda: between_neighbors(word),
    }
    return ways[given["method"]]()


def score(given: Given, word: str) -> float | None:
    return weigh(
        word,
        given.get("weights", USUAL),
        for_use=evenly(1, 5, len(word)) if "posPenalty" in given else None,
        for_missing=[3] * 4 + [1] * (len(word) - 4) if "missPenalty" in given else None,
    )


BLOCKS: dict[str, Callable[[Given, str], str | float | None]] = {
    "count_matches": count,
    "detect_subpattern": contains,
    "detect_in_window": find,
    "impute_missing_visits": fill,
    "weight_positive_visits": score,
    "measure_retention": lambda _, word: Pattern(word).retained,
    "measure_abstinence_period": lambda _, word: longest_run(Pattern(word).strict.replace("_", "-"), "-"),
    "recode_missing_visits": lambda given, word: word.replace(given["missing_is"], given["missing_becomes"]),
    "view_by_lattice": lambda given, word: seen_by(word, given["lattice_pattern"]),
    "collapse_lattice": lambda given, _: lattice(
        *zip(given["lattice_patterns"], given["times"], strict=True)
    ),
}


def test_every_building_block_says_what_the_published_one_says() -> None:
    said = [
        (row, BLOCKS[row["fn"]](json.loads(row["args"] or "{}"), row["word"]))
        for row in rows_of(CTN / "functions_cases.csv.gz")
    ]
    wrong = [(row, each) for row, each in said if not agree(each, row["expected"])]

    assert not wrong
    assert len(said) > 30_000


def agree(said: str | float | None, expected: str) -> bool:
    if isinstance(said, str):
        return said == expected
    return said is not None and abs(said - float(expected)) <= EXACT
