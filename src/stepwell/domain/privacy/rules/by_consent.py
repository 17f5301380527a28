"""The rules of written consent: what permits by one, and each way in which one falls short."""

from __future__ import annotations

from stepwell.domain.privacy.rules.rule import Rule
from stepwell.kernel.sentences import gettext_noop

CONSENT = Rule(
    "consent",
    "42 CFR 2.31, 2.33(a)(1)",
    gettext_noop("A consent in force names this recipient, this information and this purpose."),
)
CONSENT_FOR_TPO = Rule(
    "consent_for_tpo",
    "42 CFR 2.31, 2.33(a)(2)",
    gettext_noop(
        "A consent in force covers treatment, payment or health care operations with this recipient."
    ),
)
CONSENT_FOR_CRIMINAL_JUSTICE = Rule(
    "consent_for_criminal_justice",
    "42 CFR 2.31, 2.35",
    gettext_noop(
        "A consent in force lets this recipient, who has a duty to monitor the person, have this information."
    ),
)
CONSENT_FOR_PROCEEDINGS = Rule(
    "consent_for_proceedings",
    "42 CFR 2.31(d)",
    gettext_noop(
        "A consent in force, given for proceedings and nothing else, names recipient and information."
    ),
)
CONSENT_FOR_NOTES = Rule(
    "consent_for_notes",
    "42 CFR 2.31(b); 45 CFR 164.508(b)(3)(ii)",
    gettext_noop(
        "A consent in force, given for these notes and nothing else, names this recipient and this purpose."
    ),
)

NO_CONSENT = Rule(
    "no_consent",
    "42 CFR 2.13(a), 2.31",
    gettext_noop("There is no consent of the person that could cover this."),
)
OTHER_PERSON = Rule("other_person", "42 CFR 2.31(a)(1)", gettext_noop("The consent is about somebody else."))
RECIPIENT_NOT_NAMED = Rule(
    "recipient_not_named",
    "42 CFR 2.31(a)(4)(i)",
    gettext_noop("The consent does not name this recipient for this purpose."),
)
INTERMEDIARY_NOT_NAMED = Rule(
    "intermediary_not_named",
    "42 CFR 2.31(a)(4)(ii)",
    gettext_noop("The consent does not name this intermediary with the members it may hand on to."),
)
DISCLOSER_NOT_NAMED = Rule(
    "discloser_not_named",
    "42 CFR 2.31(a)(2)",
    gettext_noop("The consent does not let this discloser tell anything."),
)
CATEGORY_NOT_GRANTED = Rule(
    "category_not_granted",
    "42 CFR 2.31(a)(3), 2.13(a)",
    gettext_noop("The consent does not list this kind of information."),
)
PURPOSE_NOT_GRANTED = Rule(
    "purpose_not_granted",
    "42 CFR 2.31(a)(5), 2.13(a)",
    gettext_noop("The consent was not given for this purpose."),
)

ELEMENT_1 = Rule(
    "element_1_patient", "42 CFR 2.31(a)(1)", gettext_noop("The consent lacks element 1: whom it is about.")
)
ELEMENT_2 = Rule(
    "element_2_discloser", "42 CFR 2.31(a)(2)", gettext_noop("The consent lacks element 2: who may disclose.")
)
ELEMENT_3 = Rule(
    "element_3_information",
    "42 CFR 2.31(a)(3)",
    gettext_noop("The consent lacks element 3: which information."),
)
ELEMENT_4 = Rule(
    "element_4_recipient", "42 CFR 2.31(a)(4)(i)", gettext_noop("The consent lacks element 4: to whom.")
)
ELEMENT_4_INTERMEDIARY = Rule(
    "element_4_members_of_intermediary",
    "42 CFR 2.31(a)(4)(ii)",
    gettext_noop("The consent lacks a part of element 4: to which members the intermediary may hand on."),
)
ELEMENT_4_STATEMENT = Rule(
    "element_4_hipaa_statement",
    "42 CFR 2.31(a)(4)(iii)",
    gettext_noop(
        "The consent lacks a part of element 4: that the recipient may redisclose as HIPAA allows, "
        "but not for proceedings against the person."
    ),
)
ELEMENT_5 = Rule(
    "element_5_purpose", "42 CFR 2.31(a)(5)", gettext_noop("The consent lacks element 5: for what purpose.")
)
ELEMENT_5_ASKED = Rule(
    "element_5_asked_by_patient",
    "42 CFR 2.31(a)(5)(i)",
    gettext_noop("The consent lacks element 5: only a patient who began it may leave the purpose open."),
)
ELEMENT_5_FUNDRAISING = Rule(
    "element_5_fundraising",
    "42 CFR 2.31(a)(5)(iii)",
    gettext_noop("The consent lacks a part of element 5: that the person may decline fundraising."),
)
ELEMENT_6 = Rule(
    "element_6_revoking",
    "42 CFR 2.31(a)(6)",
    gettext_noop("The consent lacks element 6: that it can be revoked in writing, how, and what stays done."),
)
ELEMENT_7 = Rule(
    "element_7_end",
    "42 CFR 2.31(a)(7)",
    gettext_noop("The consent lacks element 7: the date or the event at which it ends."),
)
NO_END_ONLY_FOR_TPO = Rule(
    "no_end_only_for_tpo",
    "42 CFR 2.31(a)(7)",
    gettext_noop("The consent lacks element 7: 'none' is an end only for treatment, payment and operations."),
)
ELEMENT_8 = Rule(
    "element_8_signature",
    "42 CFR 2.31(a)(8)",
    gettext_noop("The consent lacks element 8: the signature of the person."),
)
MINOR_SIGNS = Rule(
    "minor_signs",
    "42 CFR 2.14(a), 2.31(a)(8)",
    gettext_noop(
        "The consent lacks element 8: a minor who may consent alone signs, and nobody in their place."
    ),
)
MINOR_AND_GUARDIAN_SIGN = Rule(
    "minor_and_guardian_sign",
    "42 CFR 2.14(b), 2.31(a)(8)",
    gettext_noop(
        "The consent lacks element 8: where state law asks for the guardian, minor and guardian both sign."
    ),
)
REPRESENTATIVE_SIGNS = Rule(
    "representative_signs",
    "42 CFR 2.15, 2.31(a)(8)",
    gettext_noop("The consent lacks element 8: the signature of who may sign for the person."),
)
SIGNED_WITHOUT_CAPACITY = Rule(
    "signed_without_capacity",
    "42 CFR 2.15(a)(2), 2.31(a)(8)",
    gettext_noop("The consent lacks element 8: it is not known to be signed while the person was able to."),
)
ELEMENT_9 = Rule(
    "element_9_date", "42 CFR 2.31(a)(9)", gettext_noop("The consent lacks element 9: when it was signed.")
)
ELEMENT_10_PROTECTION = Rule(
    "element_10_lost_protection",
    "42 CFR 2.31(a)(10)(i)",
    gettext_noop("The consent lacks element 10: that what is redisclosed may no longer be protected."),
)
ELEMENT_10_REFUSING = Rule(
    "element_10_refusing",
    "42 CFR 2.31(a)(10)(ii)",
    gettext_noop("The consent lacks element 10: what follows if the person does not sign."),
)
NOTES_BUNDLED = Rule(
    "notes_bundled",
    "42 CFR 2.31(b)(2); 45 CFR 164.508(b)(3)(ii)",
    gettext_noop(
        "The consent bundles notes kept apart with something else; such notes need a consent of their own."
    ),
)
NOTES_FORCED = Rule(
    "notes_forced",
    "42 CFR 2.31(b)(3); 45 CFR 164.508(b)(4)",
    gettext_noop(
        "Treatment or payment was made to depend on a consent for notes kept apart, which the law forbids."
    ),
)
PROCEEDINGS_BUNDLED = Rule(
    "proceedings_bundled",
    "42 CFR 2.31(d)",
    gettext_noop(
        "The consent bundles legal proceedings with another purpose; proceedings need a consent of their own."
    ),
)
NOT_SIGNED_YET = Rule(
    "not_signed_yet", "42 CFR 2.31(a)(9)", gettext_noop("The consent is signed only later.")
)
KNOWN_FALSE = Rule(
    "known_false", "42 CFR 2.31(c)(4)", gettext_noop("The consent is known to be materially false.")
)
REVOKED = Rule("revoked", "42 CFR 2.31(c)(3), 2.31(a)(6)", gettext_noop("The consent has been revoked."))
EXPIRED = Rule("expired", "42 CFR 2.31(c)(1)", gettext_noop("The consent has ended."))
MONITORING_ONLY = Rule(
    "monitoring_only",
    "42 CFR 2.35(a)",
    gettext_noop(
        "Criminal justice is told only through somebody of it who has a duty to monitor the person."
    ),
)
RESTRICTION_AGREED = Rule(
    "restriction_agreed",
    "42 CFR 2.26",
    gettext_noop("The program has agreed with the person not to disclose this."),
)
