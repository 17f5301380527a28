"""Words that are never shown, and what is said instead.

Source: NIDA's "Words Matter". The titles of
ICD codes and of some questionnaires hold such words; they are quoted there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from stepwell.domain.wording.words import pattern, plain

INSTEAD: Mapping[str, str] = MappingProxyType(
    {
        "addict": "person with a substance use disorder",
        "addicts": "people with a substance use disorder",
        "alcoholic": "person with an alcohol use disorder",
        "alcoholics": "people with an alcohol use disorder",
        "alcoholism": "alcohol use disorder",
        "junkie*": "person who uses drugs",
        "drunk": "person who drinks",
        "clean": "not using; tested negative",
        "dirty": "using; tested positive",
        "abuse*": "use",
        "abusing": "using",
        "compliance": "what was agreed",
        "compliant": "as agreed",
        "noncompliance": "what stands in the way",
        "noncompliant": "not as agreed",
        "non compliant": "not as agreed",
        "non compliance": "what stands in the way",
        "failed": "did not; tested positive",
        "no show": "did not come",
        "no shows": "did not come",
        "adicto*": "persona con un trastorno por consumo",
        "adicta*": "persona con un trastorno por consumo",
        "drogadict*": "persona con un trastorno por consumo",
        "alcoholico*": "persona con un trastorno por consumo de alcohol",
        "alcoholica*": "persona con un trastorno por consumo de alcohol",
        "borracho*": "persona que bebe",
        "borracha*": "persona que bebe",
        "limpio*": "sin consumir; resultado negativo",
        "limpia*": "sin consumir; resultado negativo",
        "sucio*": "que consume; resultado positivo",
        "sucia*": "que consume; resultado positivo",
        "vicio*": "consumo",
        "abuso*": "consumo",
        "abusar": "consumir",
        "cumplimiento": "lo acordado",
        "incumplimiento": "lo que lo impide",
        "fracaso*": "no se logró esta vez",
        "fallo": "no se logró esta vez",
    }
)
"""Each word, a final * standing for any ending, and what to say in its place."""

_ANY = pattern(INSTEAD)
_EACH = tuple((pattern([word]), instead) for word, instead in INSTEAD.items())


@dataclass(frozen=True)
class Unkind:
    """A word found, and what to say instead."""

    word: str
    instead: str


def find_unkind(text: str) -> tuple[Unkind, ...]:
    """Every word in the text that is never shown, in the order it is read.

    >>> find_unkind("Stayed clean, no failed tests")[0].instead
    'not using; tested negative'
    >>> find_unkind("Tested negative")
    ()
    """
    return tuple(Unkind(found.group(), _instead(found.group())) for found in _ANY.finditer(plain(text)))


def _instead(word: str) -> str:
    return next(instead for one, instead in _EACH if one.fullmatch(word))
