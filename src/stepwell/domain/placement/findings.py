"""What was found at one screening, by one edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from stepwell.domain.placement.edition import Edition, RedFlag


class NotFindings(ValueError):
    """The sentence says which finding does not belong to the edition, or what is not told."""


@dataclass(frozen=True)
class Finding:
    """A rating of one dimension and what it rests on. Without a rating it could not be judged yet."""

    dimension: str
    rating: str | None
    words: str = ""


@dataclass(frozen=True)
class Findings:
    """Answers to the red flags (None: not asked yet) and the ratings, held to their edition.

    Every dimension is rated, or said not to be rated; a forgotten one is
    refused. Where a red flag is answered with yes the form stops there, and
    nothing more is asked of it.
    """

    edition: Edition
    red_flags: Mapping[str, bool | None] = field(hash=False)
    findings: tuple[Finding, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "red_flags", MappingProxyType(dict(self.red_flags)))
        self._refuse_unknown()
        if not self.raised:
            self._refuse_forgotten()

    @property
    def raised(self) -> tuple[RedFlag, ...]:
        """Red flags answered with yes, in the order of the edition."""
        return tuple(each for each in self.edition.red_flags if self.red_flags.get(each.id) is True)

    @property
    def not_asked(self) -> tuple[RedFlag, ...]:
        """Red flags that nobody has asked for yet."""
        return tuple(each for each in self.edition.red_flags if self.red_flags.get(each.id) is None)

    def _refuse_unknown(self) -> None:
        known = {each.id for each in self.edition.red_flags}
        for flag in self.red_flags:
            if flag not in known:
                raise NotFindings(f'red_flags: "{flag}" is not a red flag of {self.edition.id}.')
        for index, finding in enumerate(self.findings):
            at, dimension = f"findings[{index}]", self.edition.dimension(finding.dimension)
            if dimension is None:
                raise NotFindings(
                    f'{at}.dimension: "{finding.dimension}" is not a dimension of {self.edition.id}.'
                )
            ratings = [each.id for each in dimension.ratings]
            if finding.rating is not None and finding.rating not in ratings:
                raise NotFindings(
                    f'{at}.rating: "{finding.rating}" is not a rating of "{dimension.id}"'
                    f" in {self.edition.id}; there are {', '.join(ratings)}."
                )

    def _refuse_forgotten(self) -> None:
        for flag in self.edition.red_flags:
            if flag.id not in self.red_flags:
                raise NotFindings(
                    f'red_flags: "{flag.id}" is missing; answer true or false, or null when not asked yet.'
                )
        told = {each.dimension for each in self.findings}
        for dimension in self.edition.dimensions:
            if dimension.id not in told:
                raise NotFindings(
                    f'findings: dimension "{dimension.id}" is missing;'
                    " rate it, or give null as its rating when it could not be judged yet."
                )
