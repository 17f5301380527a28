"""The rules of every ground without consent: what permits by it, and the facts without which it does not."""

from __future__ import annotations

from stepwell.domain.privacy.rules.rule import Rule
from stepwell.kernel.sentences import gettext_noop

OWN_ACCESS = Rule("own_access", "42 CFR 2.23", gettext_noop("People may see their own record."))
REPRESENTATIVE_ACCESS = Rule(
    "representative_access",
    "42 CFR 2.15; 45 CFR 164.502(g)",
    gettext_noop("Who lawfully represents the person may see the record in their place."),
)
NOT_OWN = Rule(
    "not_own",
    "42 CFR 2.13(a), 2.23",
    gettext_noop("Only the person, or who lawfully represents them, has own access."),
)
NOTES_NOT_IN_OWN_ACCESS = Rule(
    "notes_not_in_own_access",
    "45 CFR 164.524(a)(1)(i); for SUD counseling notes policy, after 42 CFR 2.11",
    gettext_noop("Notes kept apart from the record are not part of what is shown on request."),
)
WITHIN_PROGRAM = Rule(
    "within_program",
    "42 CFR 2.12(c)(3)",
    gettext_noop("The staff of the program have what their duties need."),
)
AUTHOR_OF_NOTES = Rule(
    "author_of_notes",
    "42 CFR 2.31(b)(1)(i)(A)",
    gettext_noop("Who wrote notes kept apart uses them to treat the person."),
)
NOTES_FOR_TRAINING = Rule(
    "notes_for_training",
    "42 CFR 2.31(b)(1)(i)(B)",
    gettext_noop("The program may learn from notes kept apart under supervision."),
)
NOTES_FOR_DEFENSE = Rule(
    "notes_for_defense",
    "42 CFR 2.31(b)(1)(i)(C)",
    gettext_noop(
        "The program may defend itself with notes kept apart when the person has brought it to court."
    ),
)
LEADS_GROUP = Rule(
    "leads_group", "policy, after 42 CFR 2.12(c)(3)", gettext_noop("Who leads a group knows who is in it.")
)
NOT_STAFF = Rule(
    "not_staff",
    "42 CFR 2.12(c)(3)",
    gettext_noop("This ground is for staff of the program and who directs it."),
)
NOT_NEEDED = Rule(
    "not_needed",
    "42 CFR 2.12(c)(3), 2.13(a)",
    gettext_noop("Nothing says that these duties need this information."),
)
ROSTER_FOR_LEADERS = Rule(
    "roster_for_leaders",
    "policy, after 42 CFR 2.13(a)",
    gettext_noop(
        "Who is in a group is known to who leads it; nobody else gets the list, whatever one member signs."
    ),
)
NOTES_NEED_OWN_CONSENT = Rule(
    "notes_need_own_consent",
    "42 CFR 2.31(b)(1); 45 CFR 164.508(a)(2)",
    gettext_noop("Notes kept apart need a consent of their own; this ground does not open them."),
)
QUALIFIED_SERVICE = Rule(
    "qualified_service",
    "42 CFR 2.11, 2.12(c)(4)",
    gettext_noop("An agreement in force binds this service to the rules, and it has what its services need."),
)
NO_SERVICE_AGREEMENT = Rule(
    "no_service_agreement",
    "42 CFR 2.11, 2.12(c)(4)",
    gettext_noop("No written agreement in force with this very service is on file."),
)
MEDICAL_EMERGENCY = Rule(
    "medical_emergency",
    "42 CFR 2.51(a)",
    gettext_noop("In a medical emergency, medical personnel have what they need to meet it."),
)
MEDICAL_PERSONNEL_ONLY = Rule(
    "medical_personnel_only",
    "42 CFR 2.51(a)",
    gettext_noop("In an emergency only medical personnel are told, nobody else."),
)
NO_EMERGENCY = Rule(
    "no_emergency", "42 CFR 2.51(a), (c)", gettext_noop("Nobody has written down what the emergency is.")
)
CONSENT_COULD_BE_HAD = Rule(
    "consent_could_be_had",
    "42 CFR 2.51(a)",
    gettext_noop("The person could be asked for consent, and no disaster keeps the program closed."),
)
RESEARCH = Rule(
    "research",
    "42 CFR 2.52(a)",
    gettext_noop("The director found the research entitled, on documents that are on file."),
)
RESEARCH_NOT_ENTITLED = Rule(
    "research_not_entitled",
    "42 CFR 2.52(a)",
    gettext_noop(
        "Research needs a researcher, a documented approval or review, and the director's decision."
    ),
)
AUDIT = Rule(
    "audit",
    "42 CFR 2.53",
    gettext_noop("An audit or evaluation has what it needs, under a written agreement."),
)
AUDIT_NOT_ENTITLED = Rule(
    "audit_not_entitled",
    "42 CFR 2.53",
    gettext_noop(
        "An audit needs an auditor, somebody entitled in whose name it is done, and a written agreement."
    ),
)
COURT_ORDER = Rule(
    "court_order",
    "42 CFR 2.61, 2.64 to 2.66",
    gettext_noop(
        "An order under subpart E names this information and this recipient, and a subpoena compels it."
    ),
)
ORDER_NEEDED = Rule(
    "order_needed",
    "42 CFR 2.61, 2.13(a)",
    gettext_noop(
        "A subpoena, a warrant or a request is never enough; it takes a court order under subpart E."
    ),
)
SUBPOENA_NEEDED = Rule(
    "subpoena_needed",
    "policy, after 42 CFR 2.61",
    gettext_noop(
        "An order allows and does not compel; without a subpoena beside it the program discloses nothing."
    ),
)
ORDER_NOT_IN_FORCE = Rule(
    "order_not_in_force", "42 CFR 2.61", gettext_noop("The order is not in force at this instant.")
)
ORDER_NAMES_OTHERS = Rule(
    "order_names_others", "42 CFR 2.64(e), 2.65(e)", gettext_noop("The order does not name this recipient.")
)
ORDER_IS_NARROWER = Rule(
    "order_is_narrower",
    "42 CFR 2.64(e), 2.65(e)",
    gettext_noop("The order does not name this kind of information."),
)
UNDERCOVER_OPENS_NOTHING = Rule(
    "undercover_opens_nothing",
    "42 CFR 2.67",
    gettext_noop("An order for an undercover agent opens no record."),
)
CONFIDENTIAL_WORDS = Rule(
    "confidential_words",
    "42 CFR 2.63",
    gettext_noop("The order does not say that words told in confidence may be disclosed."),
)
CHILD_ABUSE_REPORT = Rule(
    "child_abuse_report",
    "42 CFR 2.12(c)(6)",
    gettext_noop(
        "Suspected child abuse or neglect is reported as state law asks, with the facts of the report alone."
    ),
)
INITIAL_REPORT_ONLY = Rule(
    "initial_report_only",
    "42 CFR 2.12(c)(6)",
    gettext_noop(
        "Only the first report to the authorities is free; the record and later questions stay protected."
    ),
)
CRIME_HERE = Rule(
    "crime_here",
    "42 CFR 2.12(c)(5)",
    gettext_noop(
        "A crime or threat here or against staff is reported, with the facts of the incident alone."
    ),
)
POLICE_ONLY = Rule(
    "police_only", "42 CFR 2.12(c)(5)", gettext_noop("Such a report goes to law enforcement, to nobody else.")
)
INCIDENT_ONLY = Rule(
    "incident_only",
    "42 CFR 2.12(c)(5), (6)",
    gettext_noop("A report names the incident and who and where the person is; it opens no record."),
)
THREAT_TO_MINOR = Rule(
    "threat_to_minor",
    "42 CFR 2.14(c)",
    gettext_noop(
        "The director found that the minor can't decide, and that telling this lowers a threat to life."
    ),
)
NO_THREAT_TO_MINOR = Rule(
    "no_threat_to_minor",
    "42 CFR 2.14(a) to (c)",
    gettext_noop("A guardian is told without the minor's consent only facts that lower a threat to life."),
)
DIRECTOR_FOR_PAYMENT = Rule(
    "director_for_payment",
    "42 CFR 2.15(a)(2)",
    gettext_noop("The director consents for somebody too ill to, for the sole purpose of payment."),
)
PAYMENT_ONLY = Rule(
    "payment_only",
    "42 CFR 2.15(a)(2)",
    gettext_noop(
        "The director decides only for somebody too ill to, only for payment, and only toward who pays."
    ),
)
DEATH_REPORT = Rule(
    "death_report",
    "42 CFR 2.15(b)(1)",
    gettext_noop("Laws on vital statistics may have the cause of a death."),
)
NOT_A_DEATH_REPORT = Rule(
    "not_a_death_report",
    "42 CFR 2.15(b)(1)",
    gettext_noop("Only the cause of death of somebody who died is told, to the authority that collects it."),
)
PUBLIC_HEALTH_FIGURES = Rule(
    "public_health_figures",
    "42 CFR 2.54",
    gettext_noop("A public health authority may have figures that identify nobody."),
)
FIGURES_ONLY = Rule(
    "figures_only",
    "42 CFR 2.54",
    gettext_noop("Public health has figures that identify nobody, and no record."),
)
REDISCLOSURE_UNDER_HIPAA = Rule(
    "redisclosure_under_hipaa",
    "42 CFR 2.33(b)(1)",
    gettext_noop(
        "Who got it under HIPAA for treatment, payment or operations may redisclose as HIPAA allows."
    ),
)
REDISCLOSURE_BY_PROGRAM = Rule(
    "redisclosure_by_program",
    "42 CFR 2.33(b)(2)",
    gettext_noop(
        "A program that got it for treatment, payment and operations may redisclose by that same consent."
    ),
)
REDISCLOSURE_TO_CONTRACTOR = Rule(
    "redisclosure_to_contractor",
    "42 CFR 2.33(b)(3)",
    gettext_noop("Who got it for payment or operations may hand on to a contractor what that work needs."),
)
NO_REDISCLOSURE = Rule(
    "no_redisclosure",
    "42 CFR 2.32, 2.33(b)",
    gettext_noop("How this holder got the information does not let it hand it on."),
)
NOT_AFTER_RESEARCH_OR_AUDIT = Rule(
    "not_after_research_or_audit",
    "42 CFR 2.52(b), 2.53, 2.62",
    gettext_noop("What was got for research or an audit goes to nobody else."),
)
PROCEEDINGS = Rule(
    "proceedings",
    "42 CFR 2.12(d)(1)",
    gettext_noop("Proceedings need the person's consent for that alone, or an order under subpart E."),
)
WRONG_PURPOSE = Rule(
    "wrong_purpose",
    "42 CFR 2.12(d), 2.13(a)",
    gettext_noop("This ground does not serve the purpose that was said."),
)
