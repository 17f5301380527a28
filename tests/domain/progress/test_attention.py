"""Who is called first, and that good news never comes before safety."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.domain.progress.attention import RULES, Reason, RecentWeeks, Urgency, list_reasons, rank

craving = st.none() | st.floats(0, 10)
weeks = st.builds(
    RecentWeeks,
    missed_in_a_row=st.integers(0, 20),
    attended_share=st.none() | st.floats(0, 1),
    days_since_check_in=st.none() | st.integers(0, 60),
    craving_first=craving,
    craving_last=craving,
    phq9_totals=st.lists(st.integers(0, 27), max_size=6).map(tuple),
    item9=st.none() | st.integers(0, 3),
    hours_short_weeks=st.integers(0, 12),
    days_in_program=st.integers(0, 90),
)


def keys(facts: RecentWeeks) -> list[str]:
    return [reason.key for reason in list_reasons(facts)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (RecentWeeks(), []),
        (RecentWeeks(item9=0), []),
        (RecentWeeks(item9=1), ["safety_answer"]),
        (RecentWeeks(missed_in_a_row=1, days_in_program=15), []),
        (RecentWeeks(missed_in_a_row=1, days_in_program=14), ["early_miss"]),
        (RecentWeeks(missed_in_a_row=2, days_in_program=14), ["missed_in_a_row"]),
        (RecentWeeks(attended_share=0.59, days_in_program=7), ["low_attendance"]),
        (RecentWeeks(attended_share=0.59, days_in_program=6), []),
        (RecentWeeks(attended_share=0.6, days_in_program=7), []),
        (RecentWeeks(days_since_check_in=3), []),
        (RecentWeeks(days_since_check_in=4), ["silence"]),
        (RecentWeeks(craving_first=3.0, craving_last=4.9), []),
        (RecentWeeks(craving_first=3.0, craving_last=5.0), ["rising_craving"]),
        (RecentWeeks(craving_first=5.0, craving_last=3.0), ["easing_craving"]),
        (RecentWeeks(phq9_totals=(10, 15)), []),
        (RecentWeeks(phq9_totals=(10, 16)), ["worse_mood"]),
        (RecentWeeks(phq9_totals=(16, 11)), []),
        (RecentWeeks(phq9_totals=(16, 10)), ["better_mood"]),
        (RecentWeeks(phq9_totals=(20, 5, 12)), ["worse_mood", "better_mood"]),
        (RecentWeeks(hours_short_weeks=1), []),
        (RecentWeeks(hours_short_weeks=2), ["short_hours"]),
    ],
)
def test_a_reason_begins_at_its_stated_threshold(facts: RecentWeeks, expected: list[str]) -> None:
    assert keys(facts) == expected


def test_what_is_not_known_is_no_good_news() -> None:
    assert keys(RecentWeeks(days_in_program=60)) == []


def test_a_share_is_shown_as_percent() -> None:
    (reason,) = list_reasons(RecentWeeks(attended_share=0.58, days_in_program=20))
    assert str(reason.sentence) == "Came to 58% of the planned sessions."


@given(weeks)
def test_every_reason_has_its_sentence_filled_in(facts: RecentWeeks) -> None:
    for reason in list_reasons(facts):
        assert "%(" not in str(reason.sentence)
        assert str(reason.sentence).endswith(".")


@given(weeks)
def test_a_safety_answer_is_always_the_first_reason(facts: RecentWeeks) -> None:
    reasons = list_reasons(facts)
    if facts.item9:
        assert reasons[0].key == "safety_answer"


@given(weeks)
def test_keys_are_never_said_twice(facts: RecentWeeks) -> None:
    assert len(set(keys(facts))) == len(keys(facts)) <= len(RULES)


@given(st.lists(weeks, max_size=12))
def test_good_news_never_comes_before_safety(many: list[RecentWeeks]) -> None:
    order = [min(list(Urgency).index(reason.urgency) for reason in reasons) for _, reasons in ranked(many)]
    assert order == sorted(order)


@given(st.lists(weeks, max_size=12), st.randoms())
def test_the_order_of_the_list_changes_nothing(many: list[RecentWeeks], chance: object) -> None:
    people = [(f"{place:02}", list_reasons(facts)) for place, facts in enumerate(many)]
    expected = rank(people)
    chance.shuffle(people)  # type: ignore[attr-defined]  # hypothesis hands a random.Random
    assert rank(people) == expected


@given(st.lists(weeks, max_size=12))
def test_good_news_adds_no_weight_to_a_worry(many: list[RecentWeeks]) -> None:
    def names(people: list[tuple[str, tuple[Reason, ...]]]) -> list[str]:
        return [who for who, _ in people]

    worried = [
        (who, reasons)
        for who, reasons in ranked(many)
        if any(r.urgency is not Urgency.GOOD_NEWS for r in reasons)
    ]
    stripped = [(who, [r for r in reasons if r.urgency is not Urgency.GOOD_NEWS]) for who, reasons in worried]
    assert names(rank(stripped)) == names(worried)


def test_only_as_many_as_asked_for_and_nobody_without_a_reason() -> None:
    many = [RecentWeeks(missed_in_a_row=number) for number in range(6)]
    assert [who for who, _ in ranked(many)] == ["05", "04", "03", "02", "01"]
    people = [(f"{place:02}", list_reasons(facts)) for place, facts in enumerate(many)]
    assert [who for who, _ in rank(people, 2)] == ["05", "04"]


def ranked(many: list[RecentWeeks]) -> list[tuple[str, tuple[Reason, ...]]]:
    return rank((f"{place:02}", list_reasons(facts)) for place, facts in enumerate(many))
