"""Every questionnaire says of itself what a reader of its number has to know."""

from __future__ import annotations

from pathlib import Path

import pytest

from stepwell.domain.instruments.change import ChangeKind
from stepwell.domain.instruments.measures.measure import Measure
from stepwell.domain.instruments.registry import BY_NAME, INSTRUMENTS

every = pytest.mark.parametrize("measure", BY_NAME.values(), ids=lambda measure: measure.name)


@every
def test_it_tells_source_license_look_back_and_its_rule_for_blanks(measure: Measure) -> None:
    assert all((measure.source, measure.license, measure.look_back, measure.missing_rule, measure.title))
    assert measure.higher in ("worse", "better", "neither")


@every
def test_its_subscales_are_those_that_it_says(measure: Measure) -> None:
    lowest = {item: min(points) for item, points in measure.items.items()}

    assert tuple(measure.read(lowest).subscales) == measure.subscales


@every
def test_its_lowest_total_is_in_its_first_band_and_its_highest_in_its_last(measure: Measure) -> None:
    if not measure.bands:
        return
    said = [
        measure.read({item: pick(points) for item, points in measure.items.items()}) for pick in (min, max)
    ]

    names = [name for _, name in measure.bands]
    lowest = said[0].total or 0
    assert [begins for begins, _ in measure.bands] == sorted({begins for begins, _ in measure.bands})
    assert said[0].band == names[1 if measure.name == "dast10" else 0], lowest
    assert said[1].band == names[-1]


@every
def test_its_codes_end_in_their_check_digit(measure: Measure) -> None:
    form = measure.form
    items = [item.loinc for item in (*form.items, *form.unscored)] if form else []

    for code in filter(None, (measure.loinc_panel, measure.loinc_total, *items)):
        digits, check = code.split("-")
        assert _check_digit(digits) == int(check), code


def _check_digit(digits: str) -> int:
    """By Luhn, as LOINC makes it: every other digit from the right is doubled."""
    doubled = str(int(digits[::-2][::-1]) * 2)
    rest = digits[-2::-2]
    return -sum(map(int, doubled + rest)) % 10


def test_the_codes_of_audit_and_audit_c_are_not_swapped() -> None:
    assert (BY_NAME["audit"].loinc_total, BY_NAME["audit-c"].loinc_total) == ("75624-7", "75626-2")
    assert (BY_NAME["dast10"].loinc_panel, BY_NAME["dast10"].loinc_total) == ("82666-9", "82667-7")


def test_a_panel_is_never_the_code_of_a_score() -> None:
    panels = {measure.loinc_panel for measure in BY_NAME.values()} - {""}
    totals = {measure.loinc_total for measure in BY_NAME.values()} - {""}

    assert not panels & totals


def test_a_gain_goes_the_way_of_the_scale() -> None:
    up, down = BY_NAME["who5"].change(32, 60), BY_NAME["pcl5"].change(50, 30)

    assert up is not None
    assert down is not None
    assert (up.kind, up.points, up.crosses_cutoff) == (ChangeKind.RELIABLE_GAIN, 28, True)
    assert (down.kind, down.points, down.crosses_cutoff) == (ChangeKind.RELIABLE_GAIN, -20, True)


def test_no_change_is_called_reliable_where_nobody_published_the_error() -> None:
    assert BY_NAME["barc10"].change(20, 50) is None


def test_words_are_shipped_only_of_what_may_be_shipped() -> None:
    assert set(INSTRUMENTS) == {"phq9", "gad7"}
    assert [measure.name for measure in BY_NAME.values() if measure.languages] == ["phq9", "gad7"]


def test_the_page_of_rules_has_a_row_for_each() -> None:
    page = (Path(__file__).parents[4] / "docs" / "rules" / "instruments.md").read_text()

    assert [name for name in BY_NAME if f"| `{name}` |" not in page] == []
