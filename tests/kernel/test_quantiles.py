"""Quantiles by nearest rank."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.kernel.quantiles import nearest_rank

values = st.lists(st.integers(-100, 100), min_size=1, max_size=30)
shares = st.floats(0.01, 1)


@given(values, shares)
def test_a_quantile_is_one_of_the_values_and_enough_keep_to_it(known: list[int], share: float) -> None:
    found = nearest_rank(known, share)
    assert found in known
    assert sum(value <= found for value in known) >= share * len(known) - 1e-6


@given(values)
def test_the_whole_is_the_largest(known: list[int]) -> None:
    assert nearest_rank(known, 1) == max(known)


@pytest.mark.parametrize(("known", "share"), [([], 0.5), ([1], 0.0), ([1], 1.1)])
def test_what_is_no_quantile_is_refused(known: list[int], share: float) -> None:
    with pytest.raises(ValueError, match="quantile"):
        nearest_rank(known, share)
