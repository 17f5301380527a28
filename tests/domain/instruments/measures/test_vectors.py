"""Published vectors and traps: each is a case that public code gets wrong somewhere."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepwell.domain.instruments.measures.measure import Measure, NotThisAnswer, Said
from stepwell.domain.instruments.registry import BY_NAME, scoring


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

    assert said("bam", some).flags == ("protective", "contradiction: 6 and 7A", "contradiction: 6 and 7G")

    assert said("bam", some).subscales == {"use": 0, "risk": 0, "protective": 0}


def test_bam_use_of_1_is_flagged_while_the_rest_is_blank() -> None:
    answer = said("bam", {"4": 1, "5": 0, "6": 0})

    assert (answer.subscales["use"], answer.subscales["risk"], answer.flags) == (1, None, ("use",))


def test_bam_without_drinking_has_no_heavy_drinking() -> None:
    assert said("bam", {"4": 0, "6": 0}).subscales["use"] == 0
    with pytest.raises(NotThisAnswer, match="Item 5"):
        said("bam", {"4": 0, "5": 2, "6": 0})


def test_bam_r_counts_days_to_30_and_bam_iop_to_7() -> None:
    most = {item: max(points) for item, points in BY_NAME["bam-r"].items.items()}
    assert said("bam-r", most).subscales == {"use": 90, "risk": 180, "protective": 180}
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


@pytest.mark.parametrize(
    ("points", "algorithm"),
    [
        ({"1": 2, "3": 2, "4": 2, "5": 2, "6": 2}, "algorithm: major"),
        ({"2": 2, "3": 2, "4": 3, "5": 2, "9": 1}, "algorithm: major"),
        ({"2": 2, "3": 2, "4": 3, "5": 2}, "algorithm: other"),
        ({"1": 2, "9": 1}, "algorithm: other"),
        ({"1": 1, "2": 1, "3": 3, "4": 3, "5": 3, "6": 3, "7": 3}, None),
        ({"1": 3}, None),
    ],
)
def test_phq9_by_its_algorithm(points: Mapping[str, int], algorithm: str | None) -> None:
    flags = said("phq9", all_of("phq9", 0) | points).flags

    assert [flag for flag in flags if flag.startswith("algorithm")] == ([algorithm] if algorithm else [])


def test_phq9_says_major_with_a_blank_only_where_it_can_not_take_it_back() -> None:
    five: dict[str, int | None] = dict.fromkeys("12345", 2)

    assert said("phq9", five | dict.fromkeys("678", 0)).flags == ("algorithm: major",)
    assert said("phq9", dict.fromkeys("1234", 2)).flags == ()


@pytest.mark.parametrize(
    ("name", "points", "positive"),
    [
        ("pc-ptsd-5", {"1": 1, "2": 1, "3": 1, "4": 1}, True),
        ("pc-ptsd-5", {"1": 0, "2": 0, "3": 0}, False),
        ("pc-ptsd-5", {"1": 1, "2": 1}, None),
        ("audit-c", {"1": 4, "2": 1}, True),
        ("audit-c", {"1": 1, "2": 0}, None),
        ("pcl5", dict.fromkeys(map(str, range(1, 10)), 4), True),
        ("pcl5", dict.fromkeys(map(str, range(1, 16)), 0), False),
        ("pcl5", {"1": 2}, None),
        ("who5", {"1": 0, "2": 0, "3": 0}, True),
        ("gad7", dict.fromkeys("1234", 3), True),
        ("taps", {"1": 0, "2": 3, "3": 0, "4": 0, "2A": 1}, True),
    ],
)
def test_positive_is_said_where_no_blank_can_change_it(
    name: str, points: Mapping[str, int | None], positive: bool | None
) -> None:
    answer = said(name, points)

    assert (answer.total, answer.positive) == (None, positive)
    assert answer.missing


def _skipped(name: str, points: Mapping[str, int]) -> list[str]:
    """What the printed form doesn't ask after these answers."""
    if name.startswith("bam"):
        return ["5"] if points["4"] == 0 else []
    if name == "cssrs":
        return [*("345" if points["2"] == 0 else ""), *(["6A"] if points["6"] == 0 else [])]
    if name.startswith("audit"):
        after_none = range(2, 9) if points["1"] == 0 else range(4, 9)
        is_short = points["1"] == 0 or points["2"] == points["3"] == 0
        return [str(item) for item in after_none if str(item) in points] if is_short else []
    if name == "taps":
        none = not any(points[item] for item in "1234")
        return [item for item in points if len(item) == 2 and (none or points[f"{item[0]}A"] == 0)]
    return []


@settings(max_examples=25)
@pytest.mark.parametrize("measure", BY_NAME.values(), ids=lambda measure: measure.name)
@given(data=st.data())
def test_what_is_said_of_an_incomplete_form_holds_however_it_is_completed(
    measure: Measure, data: st.DataObject
) -> None:
    points = {item: data.draw(st.sampled_from(sorted(offered))) for item, offered in measure.items.items()}
    points |= dict.fromkeys(_skipped(measure.name, points), 0)
    sex = data.draw(st.sampled_from(["f", "m"]))
    kept = data.draw(st.sets(st.sampled_from(sorted(points))))

    part = measure.read({item: point for item, point in points.items() if item in kept}, sex=sex)

    whole = measure.read(points, sex=sex)
    assert part.positive in (None, whole.positive)
    assert part.total in (None, whole.total)
    assert {flag for flag in part.flags if flag in ("safety", "use", "risk", "protective")} <= {*whole.flags}


@pytest.mark.parametrize(
    ("name", "points", "flag"),
    [
        ("audit", {"1": 0, "4": 2}, "contradiction: 1 and 4"),
        ("audit-c", {"1": 0, "2": 3, "3": 0}, "contradiction: 1 and 2"),
        ("bam", {"4": 1, "5": 3}, "contradiction: 4 and 5"),
        ("bam-iop", {"6": 2, "7C": 5}, "contradiction: 6 and 7C"),
        ("cssrs", {"1": 0, "2": 0, "4": 1, "6": 0}, "contradiction: 2 and 4"),
    ],
)
def test_answers_that_do_not_fit_together_are_told_and_scored_as_given(
    name: str, points: Mapping[str, int | None], flag: str
) -> None:
    assert flag in said(name, points).flags


def test_bam_r_counts_how_much_in_0_to_4_and_spreads_it_over_30() -> None:
    risk: dict[str, int | None] = {"1": 1, "2": 30, "3": 0, "8": 3, "11": 5, "15": 4}

    assert said("bam-r", risk).subscales["risk"] == 8 + 30 + 0 + 22 + 5 + 30
    for item in ("1", "8", "9", "12", "15", "17"):
        with pytest.raises(NotThisAnswer, match=f"Item {item} of BAM-R is answered with 0 to 4, not with 5"):
            said("bam-r", {item: 5})


@pytest.mark.parametrize(
    ("total", "band"), [(0, "absent or minimal"), (7, "absent or minimal"), (8, "mild"), (10, "moderate")]
)
def test_ciwa_ar_of_nothing_is_no_mild_withdrawal(total: int, band: str) -> None:
    points = [min(7, max(0, total - 7 * place)) for place in range(10)]

    answer = said("ciwa-ar", {str(place + 1): point for place, point in enumerate(points)})

    assert (answer.total, answer.band, answer.flags) == (total, band, ())


def test_severe_withdrawal_is_a_matter_of_safety_also_while_an_observation_is_missing() -> None:
    severe = said("ciwa-ar", {"1": 7, "2": 7, "3": 2})

    assert (severe.band, severe.positive, severe.flags) == (None, True, ("safety",))
    assert said("ciwa-ar", {"1": 7, "2": 7, "3": 1}).flags == ()


@pytest.mark.parametrize(
    ("points", "missing"),
    [({"1": 1, "2": 1, "3": 1, "5": 0, "6": 0}, ("4",)), ({"2": 0, "6": 1}, ("1", "6A"))],
)
def test_cssrs_is_at_least_moderate_from_the_first_yes_that_makes_it(
    points: Mapping[str, int], missing: tuple[str, ...]
) -> None:
    answer = said("cssrs", points)

    assert (answer.band, answer.missing) == ("moderate", missing)
    assert answer.flags == ("safety", "could be higher")


def test_taps_does_not_score_another_substance() -> None:
    answer = said("taps", {"1": 0, "2": 0, "3": 1, "4": 0, "9A": 1} | {f"{n}A": 0 for n in range(1, 9)})

    assert (set(answer.subscales.values()), answer.positive) == ({0}, False)
    assert answer.flags == ("other substance",)


def test_items_with_a_letter_are_read_in_either_case() -> None:
    assert said("bam", {"6": 1, "7a": 2}).flags == ("use", "contradiction: 6 and 7A")


def test_ders_turns_eleven_items_round() -> None:
    assert said("ders", all_of("ders", 1)).total == 25 + 11 * 5
    assert said("ders", all_of("ders", 5)).subscales == {
        "nonacceptance": 30,
        "goals": 21,
        "impulse": 26,
        "awareness": 6,
        "strategies": 36,
        "clarity": 17,
    }


def test_urica_leaves_four_items_out_and_says_no_band() -> None:
    points = all_of("urica", 4) | dict.fromkeys(("4", "9", "20", "31"), 1)

    answer = said("urica", points)

    assert (answer.total, answer.band, answer.subscales["readiness"]) == (None, None, 8.0)
    assert said("urica", points | {"1": None}).subscales["readiness"] is None


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

    asked = scoring("phq9").score(points)
    assert said("phq9", numbered).total == asked.total
    assert (said("phq9", numbered).band or "").replace(" ", "_") == asked.band.value
    seven = scoring("gad7").score(points[:7])
    answer = said("gad7", dict(list(numbered.items())[:7]))
    assert (answer.total, answer.band) == (seven.total, seven.band.value)


def test_a_yes_to_pc_ptsd_5_beside_never_exposed_is_refused_by_its_item():
    measure = BY_NAME["pc-ptsd-5"]

    with pytest.raises(NotThisAnswer, match="Item 2 is a yes"):
        measure.read({"1": 0, "2": 1}, more={"exposed": False})

    assert measure.read({"1": 0, "2": 0}, more={"exposed": False}).total == 0


def test_dast10_counts_item_3_the_other_way_round() -> None:
    assert said("dast10", all_of("dast10", 1)).total == 9
    assert said("dast10", all_of("dast10", 0) | {"3": 1}).total == 0


def test_pcl5_is_not_the_older_form_of_1_to_5() -> None:
    assert said("pcl5", all_of("pcl5", 0)).total == 0
    with pytest.raises(NotThisAnswer, match="0 to 4, not with 5"):
        said("pcl5", {"1": 5})


def test_phq9_is_never_prorated() -> None:
    assert said("phq9", {str(item): 3 for item in range(1, 9)}).total is None


def test_bam_turns_no_item_round_and_gives_no_total_of_all() -> None:
    poor_health = said("bam", all_of("bam", 0) | {"1": 4})

    assert (poor_health.total, poor_health.subscales["risk"]) == (None, 4)


def test_bam_protective_is_flagged_where_it_is_low_not_where_it_is_high() -> None:
    twelve: dict[str, int | None] = {"9": 4, "10": 4, "12": 4, "13": 0, "14": 0, "16": 0}

    assert said("bam", twelve).flags == ("protective",)
    assert said("bam", twelve | {"13": 1}).flags == ()


def test_who5_counts_from_zero_and_not_from_five() -> None:
    assert said("who5", all_of("who5", 0)).total == 0
    assert said("who5", all_of("who5", 5)).total == 100
