"""What a person reads and signs at admission: the notice of privacy practices, the agreement to treatment.

Source: 42 CFR 2.22(a) to (c) as in force since February 2026 (89 FR 12472): the header, the
three topics, the right to a copy and whom to ask, uses without consent, stricter law, rights, duties,
whom to complain to, and the date from which it counts. The agreement is program policy. A program
that has its own counsel's text gives it the next version.
"""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.kernel.sentences import gettext_noop

NOTICE, TREATMENT = "privacy_notice", "treatment_consent"
"""The kinds; each is the key of its item of the checklist."""


@dataclass(frozen=True)
class Text:
    """A paper of one version, in English; each sentence is translated by itself.

    `%(program)s` stands for the name of the program in headings and words.
    """

    kind: str
    version: str
    title: str
    parts: tuple[tuple[str, str], ...]
    is_signed: bool
    """Agreed to by signing; the other is given and acknowledged."""


PRIVACY_NOTICE = Text(
    NOTICE,
    "2026-02-16/1",
    gettext_noop("Notice of Privacy Practices of %(program)s"),
    (
        (
            gettext_noop("What this paper is"),
            gettext_noop(
                "Federal law (42 CFR part 2) protects the records of your care here. This notice says how "
                "your records may be used and told to others, what your rights are, and how to complain. You "
                "have the right to a copy, on paper or on a screen, and to talk about it with us at any time."
            ),
        ),
        (
            gettext_noop("How we use and share your records"),
            gettext_noop(
                "We share nothing, and don't even say that you come here, unless you agree in writing or the "
                "law allows it. If you sign one consent for treatment, payment and operations, it counts for "
                "all such uses until you take it back. Then those who get your records may share them again "
                "as the health privacy law (HIPAA) allows, but never in a case against you."
            ),
        ),
        (
            gettext_noop("When we may share without your consent"),
            gettext_noop(
                "With medical staff in an emergency. With a court only by a special order. For research, "
                "audits and reviews under strict rules. As figures that name nobody, for public health. "
                "To report that a child may be hurt. To report a crime at our place or against our staff. "
                "With those who work for us and are bound by the same rules. For anything else we ask you."
            ),
        ),
        (
            gettext_noop("Never in a case against you"),
            gettext_noop(
                "Your records, and what we know from them, can't be used in any civil, criminal, "
                "administrative or legislative case against you, unless you agree to that in a paper of its "
                "own, or a court orders it after you were told and could be heard."
            ),
        ),
        (
            gettext_noop("Your rights"),
            gettext_noop(
                "You may ask us not to share something. You may take a consent back in writing. You may read "
                "your record and get a copy. You may ask for a list of what we shared on your consent in the "
                "last three years. You may choose not to get fund-raising messages. You may ask who received "
                "your records through a go-between."
            ),
        ),
        (
            gettext_noop("Our duties"),
            gettext_noop(
                "We must keep your records private and safe, give you this notice, follow it, and tell you "
                "if your records got into wrong hands. If we change this notice, you get the new one."
            ),
        ),
        (
            gettext_noop("How to complain"),
            gettext_noop(
                "Tell us, or the U.S. Department of Health and Human Services, Office for Civil Rights "
                "(hhs.gov/ocr). Nobody may treat you worse because you complained. Whom to ask here: the "
                "privacy officer of %(program)s. This notice counts from February 16, 2026."
            ),
        ),
    ),
    is_signed=False,
)

TREATMENT_AGREEMENT = Text(
    TREATMENT,
    "2026-11-01/1",
    gettext_noop("I agree to treatment"),
    (
        (
            gettext_noop("What we do together"),
            gettext_noop(
                "You come to groups, to talks with your counselor and, if you like, with your family, for "
                "some hours a week, and live at home. Your plan is made with you. You can ask to change it."
            ),
        ),
        (
            gettext_noop("What may help, and what may be hard"),
            gettext_noop(
                "Most people find that life gets more stable. Talking about hard things can hurt for a "
                "while. There are other ways to get help, and we tell you about them when you ask."
            ),
        ),
        (
            gettext_noop("You can stop"),
            gettext_noop(
                "You come because you want to. You may say no to any part, and you may leave at any time. "
                "If you leave, there is a way back."
            ),
        ),
        (
            gettext_noop("When things get dangerous"),
            gettext_noop(
                "If your life or somebody else's is in danger, we get help at once, and share only what "
                "the helpers need."
            ),
        ),
    ),
    is_signed=True,
)

PAPERS = (PRIVACY_NOTICE, TREATMENT_AGREEMENT)
"""Everything that is given at admission, in the order in which it is read."""


def paper_of(kind: str) -> Text | None:
    """The text in force of a kind, or None for no such paper.

    >>> paper_of("privacy_notice").version
    '2026-02-16/1'
    """
    return next((each for each in PAPERS if each.kind == kind), None)
