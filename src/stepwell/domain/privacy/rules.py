"""Every rule by which a request is permitted or refused: named once, with its source, in one sentence.

The sentences are ours; the sections are of 42 CFR part 2 as amended in 2024 (89 FR 12472). *Policy* marks a
choice of the program that is stricter than the section it stands beside.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """A name for programs, a source to look up, and a sentence that may be shown and kept in the trail."""

    name: str
    source: str
    sentence: str


# By consent

CONSENT = Rule(
    "consent",
    "42 CFR 2.31, 2.33(a)(1)",
    "A consent in force names this recipient, this information and this purpose.",
)
CONSENT_FOR_TPO = Rule(
    "consent_for_tpo",
    "42 CFR 2.31, 2.33(a)(2)",
    "A consent in force covers treatment, payment or health care operations with this recipient.",
)
CONSENT_FOR_CRIMINAL_JUSTICE = Rule(
    "consent_for_criminal_justice",
    "42 CFR 2.31, 2.35",
    "A consent in force lets this recipient, who has a duty to monitor the person, have this information.",
)
CONSENT_FOR_PROCEEDINGS = Rule(
    "consent_for_proceedings",
    "42 CFR 2.31(d)",
    "A consent in force, given for proceedings and nothing else, names this recipient and this information.",
)
CONSENT_FOR_NOTES = Rule(
    "consent_for_notes",
    "42 CFR 2.31(b); 45 CFR 164.508(b)(3)(ii)",
    "A consent in force, given for these notes and nothing else, names this recipient and this purpose.",
)

NO_CONSENT = Rule(
    "no_consent", "42 CFR 2.13(a), 2.31", "There is no consent of the person that could cover this."
)
OTHER_PERSON = Rule("other_person", "42 CFR 2.31(a)(1)", "The consent is about somebody else.")
RECIPIENT_NOT_NAMED = Rule(
    "recipient_not_named",
    "42 CFR 2.31(a)(4)(i)",
    "The consent does not name this recipient for this purpose.",
)
INTERMEDIARY_NOT_NAMED = Rule(
    "intermediary_not_named",
    "42 CFR 2.31(a)(4)(ii)",
    "The consent does not name this intermediary with the members it may hand on to.",
)
DISCLOSER_NOT_NAMED = Rule(
    "discloser_not_named", "42 CFR 2.31(a)(2)", "The consent does not let this discloser tell anything."
)
CATEGORY_NOT_GRANTED = Rule(
    "category_not_granted",
    "42 CFR 2.31(a)(3), 2.13(a)",
    "The consent does not list this kind of information.",
)
PURPOSE_NOT_GRANTED = Rule(
    "purpose_not_granted", "42 CFR 2.31(a)(5), 2.13(a)", "The consent was not given for this purpose."
)

ELEMENT_1 = Rule("element_1_patient", "42 CFR 2.31(a)(1)", "The consent lacks element 1: whom it is about.")
ELEMENT_2 = Rule("element_2_discloser", "42 CFR 2.31(a)(2)", "The consent lacks element 2: who may disclose.")
ELEMENT_3 = Rule(
    "element_3_information", "42 CFR 2.31(a)(3)", "The consent lacks element 3: which information."
)
ELEMENT_4 = Rule("element_4_recipient", "42 CFR 2.31(a)(4)(i)", "The consent lacks element 4: to whom.")
ELEMENT_4_INTERMEDIARY = Rule(
    "element_4_members_of_intermediary",
    "42 CFR 2.31(a)(4)(ii)",
    "The consent lacks a part of element 4: to which members the intermediary may hand on.",
)
ELEMENT_4_STATEMENT = Rule(
    "element_4_hipaa_statement",
    "42 CFR 2.31(a)(4)(iii)",
    "The consent lacks a part of element 4: that the recipient may redisclose as HIPAA allows, "
    "but not for proceedings against the person.",
)
ELEMENT_5 = Rule("element_5_purpose", "42 CFR 2.31(a)(5)", "The consent lacks element 5: for what purpose.")
ELEMENT_5_ASKED = Rule(
    "element_5_asked_by_patient",
    "42 CFR 2.31(a)(5)(i)",
    "The consent lacks element 5: only a patient who began it may leave the purpose open.",
)
ELEMENT_5_FUNDRAISING = Rule(
    "element_5_fundraising",
    "42 CFR 2.31(a)(5)(iii)",
    "The consent lacks a part of element 5: that the person may decline fundraising.",
)
ELEMENT_6 = Rule(
    "element_6_revoking",
    "42 CFR 2.31(a)(6)",
    "The consent lacks element 6: that it can be revoked in writing, how, and what stays done.",
)
ELEMENT_7 = Rule(
    "element_7_end",
    "42 CFR 2.31(a)(7)",
    "The consent lacks element 7: the date or the event at which it ends.",
)
NO_END_ONLY_FOR_TPO = Rule(
    "no_end_only_for_tpo",
    "42 CFR 2.31(a)(7)",
    "The consent lacks element 7: 'none' is an end only for treatment, payment and health care operations.",
)
ELEMENT_8 = Rule(
    "element_8_signature", "42 CFR 2.31(a)(8)", "The consent lacks element 8: the signature of the person."
)
MINOR_SIGNS = Rule(
    "minor_signs",
    "42 CFR 2.14(a), 2.31(a)(8)",
    "The consent lacks element 8: a minor who may consent alone signs, and nobody in their place.",
)
MINOR_AND_GUARDIAN_SIGN = Rule(
    "minor_and_guardian_sign",
    "42 CFR 2.14(b), 2.31(a)(8)",
    "The consent lacks element 8: where state law asks for the guardian, minor and guardian both sign.",
)
REPRESENTATIVE_SIGNS = Rule(
    "representative_signs",
    "42 CFR 2.15, 2.31(a)(8)",
    "The consent lacks element 8: the signature of who may sign for the person.",
)
SIGNED_WITHOUT_CAPACITY = Rule(
    "signed_without_capacity",
    "42 CFR 2.15(a)(2), 2.31(a)(8)",
    "The consent lacks element 8: it is not known to be signed while the person was able to.",
)
ELEMENT_9 = Rule("element_9_date", "42 CFR 2.31(a)(9)", "The consent lacks element 9: when it was signed.")
ELEMENT_10_PROTECTION = Rule(
    "element_10_lost_protection",
    "42 CFR 2.31(a)(10)(i)",
    "The consent lacks element 10: that what is redisclosed may no longer be protected.",
)
ELEMENT_10_REFUSING = Rule(
    "element_10_refusing",
    "42 CFR 2.31(a)(10)(ii)",
    "The consent lacks element 10: what follows if the person does not sign.",
)
NOTES_BUNDLED = Rule(
    "notes_bundled",
    "42 CFR 2.31(b)(2); 45 CFR 164.508(b)(3)(ii)",
    "The consent bundles notes kept apart with something else; such notes need a consent of their own.",
)
NOTES_FORCED = Rule(
    "notes_forced",
    "42 CFR 2.31(b)(3); 45 CFR 164.508(b)(4)",
    "Treatment or payment was made to depend on a consent for notes kept apart, which the law forbids.",
)
PROCEEDINGS_BUNDLED = Rule(
    "proceedings_bundled",
    "42 CFR 2.31(d)",
    "The consent bundles legal proceedings with another purpose; proceedings need a consent of their own.",
)
NOT_SIGNED_YET = Rule("not_signed_yet", "42 CFR 2.31(a)(9)", "The consent is signed only later.")
KNOWN_FALSE = Rule("known_false", "42 CFR 2.31(c)(4)", "The consent is known to be materially false.")
REVOKED = Rule("revoked", "42 CFR 2.31(c)(3), 2.31(a)(6)", "The consent has been revoked.")
EXPIRED = Rule("expired", "42 CFR 2.31(c)(1)", "The consent has ended.")
MONITORING_ONLY = Rule(
    "monitoring_only",
    "42 CFR 2.35(a)",
    "Criminal justice is told only through somebody of it who has a duty to monitor the person.",
)
RESTRICTION_AGREED = Rule(
    "restriction_agreed", "42 CFR 2.26", "The program has agreed with the person not to disclose this."
)

# Without consent

OWN_ACCESS = Rule("own_access", "42 CFR 2.23", "People may see their own record.")
REPRESENTATIVE_ACCESS = Rule(
    "representative_access",
    "42 CFR 2.15; 45 CFR 164.502(g)",
    "Who lawfully represents the person may see the record in their place.",
)
NOT_OWN = Rule(
    "not_own", "42 CFR 2.13(a), 2.23", "Only the person, or who lawfully represents them, has own access."
)
NOTES_NOT_IN_OWN_ACCESS = Rule(
    "notes_not_in_own_access",
    "45 CFR 164.524(a)(1)(i); for SUD counseling notes policy, after 42 CFR 2.11",
    "Notes kept apart from the record are not part of what is shown on request.",
)
WITHIN_PROGRAM = Rule(
    "within_program", "42 CFR 2.12(c)(3)", "The staff of the program have what their duties need."
)
AUTHOR_OF_NOTES = Rule(
    "author_of_notes", "42 CFR 2.31(b)(1)(i)(A)", "Who wrote notes kept apart uses them to treat the person."
)
NOTES_FOR_TRAINING = Rule(
    "notes_for_training",
    "42 CFR 2.31(b)(1)(i)(B)",
    "The program may learn from notes kept apart under supervision.",
)
NOTES_FOR_DEFENSE = Rule(
    "notes_for_defense",
    "42 CFR 2.31(b)(1)(i)(C)",
    "The program may defend itself with notes kept apart when the person has brought an action against it.",
)
LEADS_GROUP = Rule("leads_group", "policy, after 42 CFR 2.12(c)(3)", "Who leads a group knows who is in it.")
NOT_STAFF = Rule(
    "not_staff", "42 CFR 2.12(c)(3)", "This ground is for staff of the program and who directs it."
)
NOT_NEEDED = Rule(
    "not_needed", "42 CFR 2.12(c)(3), 2.13(a)", "Nothing says that these duties need this information."
)
ROSTER_FOR_LEADERS = Rule(
    "roster_for_leaders",
    "policy, after 42 CFR 2.13(a)",
    "Who is in a group is known to who leads it; nobody else gets the list, and no consent of one opens it.",
)
NOTES_NEED_OWN_CONSENT = Rule(
    "notes_need_own_consent",
    "42 CFR 2.31(b)(1); 45 CFR 164.508(a)(2)",
    "Notes kept apart need a consent of their own; this ground does not open them.",
)
QUALIFIED_SERVICE = Rule(
    "qualified_service",
    "42 CFR 2.11, 2.12(c)(4)",
    "An agreement in force binds this service to the rules, and it has what its services need.",
)
NO_SERVICE_AGREEMENT = Rule(
    "no_service_agreement",
    "42 CFR 2.11, 2.12(c)(4)",
    "No written agreement in force with this very service is on file.",
)
MEDICAL_EMERGENCY = Rule(
    "medical_emergency",
    "42 CFR 2.51(a)",
    "In a medical emergency, medical personnel have what they need to meet it.",
)
MEDICAL_PERSONNEL_ONLY = Rule(
    "medical_personnel_only",
    "42 CFR 2.51(a)",
    "In an emergency only medical personnel are told, nobody else.",
)
NO_EMERGENCY = Rule("no_emergency", "42 CFR 2.51(a), (c)", "Nobody has written down what the emergency is.")
CONSENT_COULD_BE_HAD = Rule(
    "consent_could_be_had",
    "42 CFR 2.51(a)",
    "The person could be asked for consent, and no disaster keeps the program closed.",
)
RESEARCH = Rule(
    "research", "42 CFR 2.52(a)", "The director found the research entitled, on documents that are on file."
)
RESEARCH_NOT_ENTITLED = Rule(
    "research_not_entitled",
    "42 CFR 2.52(a)",
    "Research needs a researcher, a documented authorization, waiver or review, and the director's decision.",
)
AUDIT = Rule("audit", "42 CFR 2.53", "An audit or evaluation has what it needs, under a written agreement.")
AUDIT_NOT_ENTITLED = Rule(
    "audit_not_entitled",
    "42 CFR 2.53",
    "An audit needs an auditor, somebody entitled in whose name it is done, and a written agreement.",
)
COURT_ORDER = Rule(
    "court_order",
    "42 CFR 2.61, 2.64 to 2.66",
    "An order under subpart E names this information and this recipient, and a subpoena compels it.",
)
ORDER_NEEDED = Rule(
    "order_needed",
    "42 CFR 2.61, 2.13(a)",
    "A subpoena, a warrant or a request is never enough; it takes a court order under subpart E.",
)
SUBPOENA_NEEDED = Rule(
    "subpoena_needed",
    "policy, after 42 CFR 2.61",
    "An order allows and does not compel; without a subpoena beside it the program discloses nothing.",
)
ORDER_NOT_IN_FORCE = Rule("order_not_in_force", "42 CFR 2.61", "The order is not in force at this instant.")
ORDER_NAMES_OTHERS = Rule(
    "order_names_others", "42 CFR 2.64(e), 2.65(e)", "The order does not name this recipient."
)
ORDER_IS_NARROWER = Rule(
    "order_is_narrower", "42 CFR 2.64(e), 2.65(e)", "The order does not name this kind of information."
)
UNDERCOVER_OPENS_NOTHING = Rule(
    "undercover_opens_nothing", "42 CFR 2.67", "An order for an undercover agent opens no record."
)
CONFIDENTIAL_WORDS = Rule(
    "confidential_words",
    "42 CFR 2.63",
    "The order does not say that words told in confidence may be disclosed.",
)
CHILD_ABUSE_REPORT = Rule(
    "child_abuse_report",
    "42 CFR 2.12(c)(6)",
    "Suspected child abuse or neglect is reported as state law asks, with the facts of the report alone.",
)
INITIAL_REPORT_ONLY = Rule(
    "initial_report_only",
    "42 CFR 2.12(c)(6)",
    "Only the first report to the authorities is free; the record and later questions stay protected.",
)
CRIME_HERE = Rule(
    "crime_here",
    "42 CFR 2.12(c)(5)",
    "A crime or threat on the premises or against staff is reported, with the facts of the incident alone.",
)
POLICE_ONLY = Rule(
    "police_only", "42 CFR 2.12(c)(5)", "Such a report goes to law enforcement, to nobody else."
)
INCIDENT_ONLY = Rule(
    "incident_only",
    "42 CFR 2.12(c)(5), (6)",
    "A report names the incident and who and where the person is; it opens no record.",
)
THREAT_TO_MINOR = Rule(
    "threat_to_minor",
    "42 CFR 2.14(c)",
    "The director found the minor unable to decide, and that telling these facts may lower a threat to life.",
)
NO_THREAT_TO_MINOR = Rule(
    "no_threat_to_minor",
    "42 CFR 2.14(a) to (c)",
    "A guardian is told without the minor's consent only facts that lower a threat to life.",
)
DIRECTOR_FOR_PAYMENT = Rule(
    "director_for_payment",
    "42 CFR 2.15(a)(2)",
    "The director consents for somebody too ill to, for the sole purpose of payment.",
)
PAYMENT_ONLY = Rule(
    "payment_only",
    "42 CFR 2.15(a)(2)",
    "The director decides only for somebody too ill to, only for payment, and only toward who pays.",
)
DEATH_REPORT = Rule(
    "death_report", "42 CFR 2.15(b)(1)", "Laws on vital statistics may have the cause of a death."
)
NOT_A_DEATH_REPORT = Rule(
    "not_a_death_report",
    "42 CFR 2.15(b)(1)",
    "Only the cause of death of somebody who died is told, to the authority that collects it.",
)
PUBLIC_HEALTH_FIGURES = Rule(
    "public_health_figures", "42 CFR 2.54", "A public health authority may have figures that identify nobody."
)
FIGURES_ONLY = Rule(
    "figures_only", "42 CFR 2.54", "Public health has figures that identify nobody, and no record."
)
REDISCLOSURE_UNDER_HIPAA = Rule(
    "redisclosure_under_hipaa",
    "42 CFR 2.33(b)(1)",
    "Who got it under HIPAA for treatment, payment or operations may redisclose as HIPAA allows.",
)
REDISCLOSURE_BY_PROGRAM = Rule(
    "redisclosure_by_program",
    "42 CFR 2.33(b)(2)",
    "A program that got it by a consent for treatment, payment and operations redisclosed by that consent.",
)
REDISCLOSURE_TO_CONTRACTOR = Rule(
    "redisclosure_to_contractor",
    "42 CFR 2.33(b)(3)",
    "Who got it for payment or operations may hand on to a contractor what that work needs.",
)
NO_REDISCLOSURE = Rule(
    "no_redisclosure",
    "42 CFR 2.32, 2.33(b)",
    "How this holder got the information does not let it hand it on.",
)
NOT_AFTER_RESEARCH_OR_AUDIT = Rule(
    "not_after_research_or_audit",
    "42 CFR 2.52(b), 2.53, 2.62",
    "What was got for research or an audit goes to nobody else.",
)
PROCEEDINGS = Rule(
    "proceedings",
    "42 CFR 2.12(d)(1)",
    "Proceedings need the person's consent for that alone, or an order under subpart E.",
)
WRONG_PURPOSE = Rule(
    "wrong_purpose", "42 CFR 2.12(d), 2.13(a)", "This ground does not serve the purpose that was said."
)

ALL: tuple[Rule, ...] = tuple(each for each in list(globals().values()) if isinstance(each, Rule))
"""All rules, in the order of this file."""

BY_NAME = {each.name: each for each in ALL}
