"""Results that trials have published, and the same figure counted here from their records."""

from __future__ import annotations

import math
from dataclasses import dataclass

Z_95 = 1.959964


@dataclass(frozen=True)
class Published:
    """One figure of a paper: of whom, what counts, how many percent, and where it stands."""

    trial: str
    arm: str
    counts: str
    percent: float
    source: str


_START = "Hser et al., 2014, Addiction 109(1):79-87, 10.1111/add.12333"
_XBOT = "Lee et al., 2018, Lancet 391:309-318, 10.1016/S0140-6736(17)32812-X"
_POATS = "Weiss et al., 2011, Arch Gen Psychiatry 68(12):1238-1246, 10.1001/archgenpsychiatry.2011.121"
_COMPLETION = "a dose in week 24 after randomization or later"
_RELAPSE = "RsE_ctnFiftyOne_2018 on 24 weeks"
_SUCCESS = "Ab_ctnThirty_2011 on weeks 1 to 12 of phase 2"
RELAPSE_RULE, SUCCESS_RULE = "RsE_ctnFiftyOne_2018", "Ab_ctnThirty_2011"

START_METHADONE = Published("CTN-0027", "Methadone", _COMPLETION, 74.0, _START)
START_BUPRENORPHINE = Published("CTN-0027", "Outpatient BUP", _COMPLETION, 46.0, _START)
XBOT_NALTREXONE = Published("CTN-0051", "Inpatient NR-NTX", _RELAPSE, 65.0, _XBOT)
XBOT_BUPRENORPHINE = Published("CTN-0051", "Inpatient BUP", _RELAPSE, 57.0, _XBOT)
POATS = Published("CTN-0030", "", _SUCCESS, 100 * 177 / 360, _POATS)
"""Both arms of phase 2 together: 177 of 360."""

COMPLETION = (START_METHADONE, START_BUPRENORPHINE)
RELAPSE = (XBOT_NALTREXONE, XBOT_BUPRENORPHINE)


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    yes: int
    of: int

    @property
    def percent(self) -> float:
        """Not-a-number of nobody."""
        return 100 * self.yes / self.of if self.of else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Where the share of all such people may lie, in percent (Wilson, 1927, 95 %); all of it of nobody.

        >>> [round(end, 1) for end in Share(177, 360).interval]
        [44.0, 54.3]
        """
        if not self.of:
            return 0.0, 100.0
        p, n, z = self.yes / self.of, self.of, Z_95
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return 100 * max(0.0, middle - half), 100 * min(1.0, middle + half)


@dataclass(frozen=True)
class Compared:
    """A published figure beside ours, by one reading of the records."""

    published: Published
    reading: str
    here: Share

    @property
    def agrees(self) -> bool:
        """Whether the published share lies in the interval of ours: no proof, but no contradiction."""
        low, high = self.here.interval
        return low <= self.published.percent <= high
