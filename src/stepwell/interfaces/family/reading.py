"""What a page for families to read is made of, and the sources that its facts come from.

The words are our own; no text of any manual is used. What family education in an IOP covers is in SAMHSA's
TIP 47 and TIP 39.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

TIP39 = "SAMHSA, TIP 39: Substance Use Disorder Treatment and Family Therapy (2020)"
TIP47 = "SAMHSA, TIP 47: Clinical Issues in Intensive Outpatient Treatment (2006)"
TIP63 = "SAMHSA, TIP 63: Medications for Opioid Use Disorder (2021)"
BRAIN = "NIDA, Drugs, Brains, and Behavior: The Science of Addiction (2020)"
WORDS = "NIDA, Words Matter: Terms to Use and Avoid When Talking About Addiction (2021)"
NALOXONE = "CDC, Lifesaving Naloxone (2024)"
CRAFT = (
    "Meyers, Roozen, Smith: The Community Reinforcement Approach, Alcohol Research and Health 33(4) (2011)"
)
PART2 = "42 CFR part 2, as amended in 2024"


@dataclass(frozen=True)
class Part:
    """A heading with a few sentences, and a list where one helps."""

    title: Promise
    words: tuple[Promise, ...] = ()
    points: tuple[Promise, ...] = ()


@dataclass(frozen=True)
class Lesson:
    """One page to read, and what it rests on."""

    slug: str
    title: Promise
    about: Promise
    parts: tuple[Part, ...]
    sources: tuple[str, ...]
