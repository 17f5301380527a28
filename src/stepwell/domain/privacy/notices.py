"""The texts that go with an answer: the notice of 42 CFR 2.32, and what is said to who gets nothing."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.kernel.sentences import gettext_noop


@dataclass(frozen=True)
class Notice:
    """A notice to accompany what is disclosed with consent; either text alone is enough."""

    version: str
    short: str
    full: str


NOTICE = Notice(
    version="2024-04-16",
    short="42 CFR part 2 prohibits unauthorized use or disclosure of these records.",
    full=(
        "This record which has been disclosed to you is protected by Federal confidentiality rules (42 "
        "CFR part 2). These rules prohibit you from using or disclosing this record, or testimony that "
        "describes the information contained in this record, in any civil, criminal, administrative, or "
        "legislative proceedings by any Federal, State, or local authority, against the patient, unless "
        "authorized by the consent of the patient, except as provided at 42 CFR 2.12(c)(5) or as "
        "authorized by a court in accordance with 42 CFR 2.64 or 2.65. In addition, the Federal rules "
        "prohibit you from making any other use or disclosure of this record unless at least one of the "
        "following applies: (i) Further use or disclosure is expressly permitted by the written consent "
        "of the individual whose information is being disclosed in this record or as otherwise "
        "permitted by 42 CFR part 2. (ii) You are a covered entity or business associate and have "
        "received the record for treatment, payment, or health care operations, or (iii) You have "
        "received the record from a covered entity or business associate as permitted by 45 CFR part "
        "164, subparts A and E. A general authorization for the release of medical or other information "
        "is NOT sufficient to meet the required elements of written consent to further use or "
        "redisclose the record (see 42 CFR 2.31)."
    ),
)
"""Prescribed words: 42 CFR 2.32(a)(1) and (a)(2), in force since April 16, 2024."""

NEITHER_NOR = gettext_noop(
    "We can neither confirm nor deny that anyone is or has been here. "
    "We answer every such question in these words, whoever it is about."
)
"""What anybody is told who gets nothing: a refusal is no answer. Source: 42 CFR 2.13(c)(2); words ours."""


def carries_notice(output: str) -> bool:
    """What goes out holds one of the two prescribed texts, however its lines are broken.

    The text of before 2024 is not among them:

    >>> carries_notice("42 CFR part 2 prohibits unauthorized use or disclosure\\n of these records.")
    True
    >>> carries_notice("42 CFR part 2 prohibits unauthorized disclosure of these records.")
    False
    """
    words = " ".join(output.split())
    return NOTICE.short in words or NOTICE.full in words
