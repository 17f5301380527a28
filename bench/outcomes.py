"""A million values of published outcome definitions: `python -m bench.outcomes`.

Beside it, in the same run, each definition works from the bare word and shares no reading of it with another.
"""

from __future__ import annotations

import io
import random
import time
from collections.abc import Callable

from stepwell.domain.outcomes.files import write_scores
from stepwell.domain.outcomes.pattern import LETTERS, Pattern
from stepwell.domain.outcomes.registry import DEFINITIONS

VALUES = 1_000_000
WEEKS = (14, 30)


def main() -> None:
    draw = random.Random(0)  # no secret hangs on it
    letters = sorted(LETTERS)
    count = VALUES // len(DEFINITIONS) + 1
    words = ["".join(draw.choices(letters, k=draw.randint(*WEEKS))) for _ in range(count)]
    alone = _seconds(lambda: [each.score(Pattern(word)) for word in words for each in DEFINITIONS])
    shared = _seconds(lambda: [each.score(one) for one in map(Pattern, words) for each in DEFINITIONS])
    written = _seconds(lambda: write_scores(words, DEFINITIONS, io.StringIO()))
    print(f"{count * len(DEFINITIONS):,} values of {count:,} words, processor time of one core")
    for name, seconds in (
        ("from the bare word each", alone),
        ("scored", shared),
        ("scored and written", written),
    ):
        print(f"{name:<26}{seconds:6.2f} s   {seconds / alone:5.2f} of the first")


def _seconds(do: Callable[[], object]) -> float:
    began = time.process_time()
    do()
    return time.process_time() - began


if __name__ == "__main__":
    main()
