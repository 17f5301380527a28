"""Published vectors and traps: each is a case that public code gets wrong somewhere."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.instruments import gad7 as shipped_gad7
from stepwell.domain.instruments import phq9 as shipped_phq9
from stepwell.domain.instruments.measures.measure import Measure, NotThisAnswer, Said
from stepwell.domain.instruments.measures.registry import BY_NAME


def said(name: str, points: Mapping[str, int | None], **more: object) -> Said:
    sex = more.pop("sex", None)
    assert sex is None or isinstance(sex, str)
    return BY_NAME[name].read(points, sex=sex, more={key: bool(value) for key, value in more.items()})


def all_of(name: str, point: int) -> dict[str, int | None]:
    return dict.fromkeys(BY_NAME[name].items, point)


def test_phq9_all_3_is_27_and_severe() -> None:
    assert (said("phq9", all_of("phq9", 3)).total, said("phq9", all_of("phq9", 3)).band) == (27, "severe")


def test_phq9_item_9_alone_is_minimal_and_asks_about_safety() -> None:
    answer = said("phq9", all_of("phq9", 0) | {"9": 1})

    assert (answer.total, answer.band, answer.flags) == (1, "minimal", ("safety",))


def test_phq9_with_a_blank_has_no_total_and_still_asks_about_safety() -> None:
    answer = said("phq9", {"9": 2})

    assert (answer.total, answer.band, answer.positive, answer.flags) == (None, None, None, ("safety",))
    assert answer.missing == ("1", "2", "3", "4", "5", "6", "7", "8")


def test_audit_at_most_is_40() -> None:
    assert said("audit", all_of("audit", 4)).total == 40


def test_audit_knows_no_1_in_item_9() -> None:
    assert said("audit", all_of("audit", 0) | {"9": 2}).total == 2
    with pytest.raises(NotThisAnswer, match="Item 9 of AUDIT is answered with 0, 2 or 4, not with 1"):
        said("audit", all_of("audit", 0) | {"9": 1})


def test_audit_skips_what_the_form_skips() -> None:
    answer = said("audit", {"1": 0, "9": 0, "10": 4})

    assert (answer.total, answer.band, answer.missing) == (4, "low risk", ())


@pytest.mark.parametrize(
    ("total", "band"), [(7, "low risk"), (8, "hazardous"), (16, "harmful"), (20, "possible dependence")]
)
def test_audit_has_the_zones_of_the_world_health_organization(total: int, band: str) -> None:
    points = [min(4, max(0, total - 4 * place)) for place in range(10)]

    assert said("audit", {str(place + 1): point for place, point in enumerate(points)}).band == band


def test_audit_c_of_3_is_positive_for_a_woman_and_not_for_a_man() -> None:
    three: dict[str, int | None] = {"1": 1, "2": 1, "3": 1}

    assert [said("audit-c", three, sex=sex).positive for sex in ("f", "m")] == [True, False]


def test_audit_c_says_when_all_points_come_from_the_first_item() -> None:
    answer = said("audit-c", {"1": 4, "2": 0, "3": 0}, sex="m")

    assert (answer.positive, answer.flags) == (True, ("all points from item 1",))


def test_dast10_all_no_is_1() -> None:
    assert (said("dast10", all_of("dast10", 0)).total, said("dast10", all_of("dast10", 0)).band) == (1, "low")


def test_dast10_of_somebody_who_never_used_is_0() -> None:
    answer = said("dast10", {}, never_used_drugs=True)

    assert (answer.total, answer.band, answer.positive, answer.missing) == (0, "none", False, ())


def test_bam_has_three_subscales_and_no_total() -> None:
    answer = said("bam", all_of("bam", 4))

    assert answer.total is None
    assert answer.subscales == {"use": 12, "risk": 24, "protective": 24}
    assert answer.flags == ("use", "risk")


def test_bam_leaves_out_7a_to_7g_and_17() -> None:
    some = all_of("bam", 0) | {"7A": 4, "7G": 4, "17": 4}

    assert said("bam", some).subscales == {"use": 0, "risk": 0, "protective": 0}


def test_bam_use_of_1_is_flagged_while_the_rest_is_blank() -> None:
    answer = said("bam", {"4": 1, "5": 0, "6": 0})

    assert (answer.subscales["use"], answer.subscales["risk"], answer.flags) == (1, None, ("use",))


def test_bam_without_drinking_has_no_heavy_drinking() -> None:
    assert said("bam", {"4": 0, "6": 0}).subscales["use"] == 0
    with pytest.raises(NotThisAnswer, match="Item 5"):
        said("bam", {"4": 0, "5": 2, "6": 0})


def test_bam_r_counts_days_to_30_and_bam_iop_to_7() -> None:
    assert said("bam-r", {"4": 30, "5": 30, "6": 30}).subscales["use"] == 90
    assert said("bam-iop", {"4": 7, "5": 7, "6": 7}).subscales["use"] == 21
    with pytest.raises(NotThisAnswer, match="0 to 7, not with 8"):
        said("bam-iop", {"4": 8})


def test_barc10_is_never_0() -> None:
    assert said("barc10", all_of("barc10", 1)).total == 10
    with pytest.raises(NotThisAnswer):
        said("barc10", {"1": 0})


@pytest.mark.parametrize(("raw", "total", "positive"), [(12, 48, True), (13, 52, False)])
def test_who5_is_four_times_the_sum(raw: int, total: int, positive: bool) -> None:
    points = {str(item + 1): min(5, max(0, raw - 5 * item)) for item in range(5)}

    answer = said("who5", points)

    assert (answer.total, answer.subscales["raw"], answer.positive) == (total, raw, positive)


def test_pcl5_by_clusters_is_positive_below_31() -> None:
    answer = said("pcl5", all_of("pcl5", 0) | dict.fromkeys(("1", "6", "8", "9", "15", "16"), 2))

    assert (answer.total, answer.positive, answer.flags) == (12, True, ("cluster rule",))
    assert answer.subscales == {"B": 2, "C": 2, "D": 4, "E": 4}


def test_cssrs_item_4_alone_is_high() -> None:
    answer = said("cssrs", {"1": 0, "2": 1, "3": 0, "4": 1, "5": 0, "6": 0})

    assert (answer.total, answer.band, answer.positive, answer.flags) == (None, "high", True, ("safety",))


def test_cssrs_behavior_in_the_lifetime_alone_is_moderate() -> None:
    assert said("cssrs", {"1": 0, "2": 0, "6": 1, "6A": 0}).band == "moderate"
    assert said("cssrs", {"1": 0, "2": 0, "6": 1, "6A": 1}).band == "high"


def test_cssrs_asks_3_to_5_only_after_2() -> None:
    answer = said("cssrs", {"1": 0, "2": 0, "6": 0})

    assert (answer.band, answer.positive, answer.missing) == ("none", False, ())


def test_cssrs_says_no_band_while_a_blank_could_make_it_worse() -> None:
    answer = said("cssrs", {"1": 1})

    assert (answer.band, answer.positive, answer.flags) == (None, True, ("safety",))


def test_socrates_has_three_sums() -> None:
    assert said("socrates8d", all_of("socrates8d", 5)).subscales == {
        "recognition": 35,
        "ambivalence": 20,
        "taking_steps": 40,
    }


def test_ciwa_ar_ends_at_67() -> None:
    assert (
        said("ciwa-ar", {item: max(points) for item, points in BY_NAME["ciwa-ar"].items.items()}).total == 67
    )


def test_taps_part_1_all_never_needs_no_part_2() -> None:
    answer = said("taps", {"1": 0, "2": 0, "3": 0, "4": 0})

    assert (set(answer.subscales.values()), answer.positive, answer.missing) == ({0}, False, ())


def test_taps_scores_each_substance() -> None:
    answer = said("taps", {"1": 0, "2": 3, "3": 0, "4": 0, "2A": 1, "2B": 1, "2C": 0, "2D": 0})

    assert (answer.subscales["alcohol"], answer.positive) == (2, True)
    assert answer.flags == ("higher risk: alcohol",)


@pytest.mark.parametrize("measure", BY_NAME.values(), ids=lambda measure: measure.name)
@given(data=st.data())
def test_a_blank_is_never_a_zero_and_a_wrong_point_is_told_by_its_item(
    measure: Measure, data: st.DataObject
) -> None:
    points = {item: data.draw(st.sampled_from(sorted(offered))) for item, offered in measure.items.items()}
    if points.get("4") == 0 and measure.name.startswith("bam"):
        points["5"] = 0
    opens = ("1", "2") if measure.name.startswith("audit") else ()
    points |= dict.fromkeys(opens, 1)  # so that the form skips nothing
    whole = measure.read(points)
    item = data.draw(st.sampled_from([item for item in measure.items if item not in opens]))

    without = measure.read({key: point for key, point in points.items() if key != item})

    assert whole.missing == ()
    assert without.total in (None, whole.total)
    with pytest.raises(NotThisAnswer, match=rf"Item {item} "):
        measure.read({item: 99})


@given(st.lists(st.integers(0, 3), min_size=9, max_size=9))
def test_the_questionnaires_on_the_phone_say_the_same(points: list[int]) -> None:
    numbered = {str(place + 1): point for place, point in enumerate(points)}

    asked = shipped_phq9.score(points)
    assert said("phq9", numbered).total == asked.total
    assert (said("phq9", numbered).band or "").replace(" ", "_") == asked.band.value
    seven = shipped_gad7.score(points[:7])
    answer = said("gad7", dict(list(numbered.items())[:7]))
    assert (answer.total, answer.band) == (seven.total, seven.band.value)


def test_a_yes_to_pc_ptsd_5_beside_never_exposed_is_refused_by_its_item():
    measure = BY_NAME["pc-ptsd-5"]

    with pytest.raises(NotThisAnswer, match="Item 2 is a yes"):
        measure.read({"1": 0, "2": 1}, more={"exposed": False})

    assert measure.read({"1": 0, "2": 0}, more={"exposed": False}).total == 0
