"""Answers to "may they?": a value with its reason, and no default yes."""

from dataclasses import dataclass
from typing import NoReturn


@dataclass(frozen=True)
class _Decision:
    because: str

    def __post_init__(self) -> None:
        if not self.because.strip():
            raise ValueError("A decision without a reason cannot be explained to anyone.")

    def __bool__(self) -> NoReturn:
        # Trap: any object is true, so `if decide(…):` would let every refusal through.
        raise TypeError("Ask isinstance(decision, Permit); a decision is not a yes or a no.")


@dataclass(frozen=True)
class Permit(_Decision):
    """It is allowed, and this sentence says on what ground.

    >>> Permit("the session is at a site where this counselor works").because
    'the session is at a site where this counselor works'
    """


@dataclass(frozen=True)
class Refuse(_Decision):
    """It is not allowed, and this sentence may be shown and kept in the trail.

    >>> bool(Refuse("the record belongs to another organization"))
    Traceback (most recent call last):
    TypeError: Ask isinstance(decision, Permit); a decision is not a yes or a no.
    """
