"""The words of a disclosure: what kind of information, for what purpose, to whom, in whose name."""

from __future__ import annotations

from enum import Enum

from stepwell.kernel.sentences import gettext_noop


class Category(Enum):
    """A kind of information that can be asked for and granted by itself."""

    PRESENCE = "presence"
    IDENTITY = "identity"
    CONTACT = "contact"
    EPISODE = "episode"
    SCHEDULE = "schedule"
    FAMILY_SESSIONS = "family_sessions"
    ATTENDANCE = "attendance"
    DIAGNOSIS = "diagnosis"
    ASSESSMENT = "assessment"
    TREATMENT_PLAN = "treatment_plan"
    PROGRESS = "progress"
    SESSION_NOTES = "session_notes"
    MEASURES = "measures"
    CHECK_INS = "check_ins"
    DRUG_TESTS = "drug_tests"
    MEDICATIONS = "medications"
    HEALTH = "health"
    SAFETY_PLAN = "safety_plan"
    DISCHARGE_SUMMARY = "discharge_summary"
    NEEDS = "needs"
    MESSAGES = "messages"
    BILLING = "billing"
    INCIDENT = "incident"
    CAUSE_OF_DEATH = "cause_of_death"
    TRAIL = "trail"
    GROUP_ROSTER = "group_roster"
    DEIDENTIFIED = "deidentified"
    COUNSELING_NOTES = "counseling_notes"
    PSYCHOTHERAPY_NOTES = "psychotherapy_notes"


MEANING: dict[Category, str] = {
    Category.PRESENCE: gettext_noop("that the person is, was or will be here at all"),
    Category.IDENTITY: gettext_noop("name, date of birth and what else tells who it is"),
    Category.CONTACT: gettext_noop("how and where to reach the person"),
    Category.EPISODE: gettext_noop("program, level of care, dates of admission and discharge"),
    Category.SCHEDULE: gettext_noop("when the person is to come"),
    Category.FAMILY_SESSIONS: gettext_noop("when there are family sessions, and how to take part"),
    Category.ATTENDANCE: gettext_noop("whether the person came"),
    Category.DIAGNOSIS: gettext_noop("diagnoses"),
    Category.ASSESSMENT: gettext_noop("screening, assessment and the level of care they led to"),
    Category.TREATMENT_PLAN: gettext_noop("problems, goals, objectives and who does what"),
    Category.PROGRESS: gettext_noop("a summary of how it is going"),
    Category.SESSION_NOTES: gettext_noop("the ordinary notes of sessions"),
    Category.MEASURES: gettext_noop("questionnaires and their scores"),
    Category.CHECK_INS: gettext_noop("what the person told in check-ins"),
    Category.DRUG_TESTS: gettext_noop("drug tests and their results"),
    Category.MEDICATIONS: gettext_noop("medications and doses"),
    Category.HEALTH: gettext_noop("other facts of health"),
    Category.SAFETY_PLAN: gettext_noop("the safety plan"),
    Category.DISCHARGE_SUMMARY: gettext_noop("the summary at the end, and the plan for afterward"),
    Category.NEEDS: gettext_noop("housing, work, court, rides and what is done about them"),
    Category.MESSAGES: gettext_noop("messages between the person, supporters and counselors"),
    Category.BILLING: gettext_noop("coverage, authorizations, claims and payments"),
    Category.INCIDENT: gettext_noop("the facts of one incident that is reported"),
    Category.CAUSE_OF_DEATH: gettext_noop("the cause of death"),
    Category.TRAIL: gettext_noop("who has looked at the record"),
    Category.GROUP_ROSTER: gettext_noop("who else is in a group"),
    Category.DEIDENTIFIED: gettext_noop("figures that identify nobody"),
    Category.COUNSELING_NOTES: gettext_noop("SUD counseling notes, kept apart from the record (42 CFR 2.11)"),
    Category.PSYCHOTHERAPY_NOTES: gettext_noop(
        "psychotherapy notes, kept apart from the record (45 CFR 164.501)"
    ),
}
"""What each category holds, for forms, previews and the schemas."""

NOTES_KEPT_APART = frozenset({Category.COUNSELING_NOTES, Category.PSYCHOTHERAPY_NOTES})


class Purpose(Enum):
    """What the information is for; a consent lists the purposes it is given for."""

    TREATMENT = "treatment"
    PAYMENT = "payment"
    OPERATIONS = "operations"
    AT_PATIENT_REQUEST = "at_patient_request"
    OWN_ACCESS = "own_access"
    FAMILY = "family"
    CRIMINAL_JUSTICE = "criminal_justice"
    LEGAL_PROCEEDINGS = "legal_proceedings"
    LEGAL_HELP = "legal_help"
    EMPLOYMENT = "employment"
    EDUCATION = "education"
    HOUSING = "housing"
    BENEFITS = "benefits"
    RESEARCH = "research"
    AUDIT = "audit"
    PUBLIC_HEALTH = "public_health"
    PROTECTION = "protection"
    MEDICAL_EMERGENCY = "medical_emergency"
    TRAINING = "training"
    DEFENSE = "defense"
    FUNDRAISING = "fundraising"
    AFTERCARE_CONTACT = "aftercare_contact"
    CENTRAL_REGISTRY = "central_registry"
    PRESCRIPTION_MONITORING = "prescription_monitoring"
    OTHER = "other"


TPO = frozenset({Purpose.TREATMENT, Purpose.PAYMENT, Purpose.OPERATIONS})
"""Treatment, payment and health care operations: what one consent may be given for once and for all."""


class Relation(Enum):
    """What the one who asks is to this person, as the program has verified it and not as they say."""

    PATIENT = "patient"
    PERSONAL_REPRESENTATIVE = "personal_representative"
    GUARDIAN = "guardian"
    SUPPORTER = "supporter"
    PROGRAM_STAFF = "program_staff"
    CONTROLLING_ENTITY = "controlling_entity"
    PROGRAM_HELPER = "program_helper"
    QUALIFIED_SERVICE_ORGANIZATION = "qualified_service_organization"
    CONTRACTOR = "contractor"
    TREATING_PROVIDER = "treating_provider"
    HEALTH_PLAN = "health_plan"
    THIRD_PARTY_PAYER = "third_party_payer"
    INTERMEDIARY = "intermediary"
    MEDICAL_PERSONNEL = "medical_personnel"
    CRIMINAL_JUSTICE = "criminal_justice"
    LAW_ENFORCEMENT = "law_enforcement"
    COURT = "court"
    ATTORNEY = "attorney"
    EMPLOYER = "employer"
    SCHOOL = "school"
    LANDLORD = "landlord"
    PUBLIC_AGENCY = "public_agency"
    RESEARCHER = "researcher"
    AUDITOR = "auditor"
    PUBLIC_HEALTH_AUTHORITY = "public_health_authority"
    CHILD_PROTECTION = "child_protection"
    VITAL_STATISTICS = "vital_statistics"
    OTHER = "other"


class RecipientClass(Enum):
    """Whom a consent may name by a class: four for TPO, and one for who monitors for a court."""

    TREATING_PROVIDERS = "treating_providers"
    HEALTH_PLANS = "health_plans"
    THIRD_PARTY_PAYERS = "third_party_payers"
    PROGRAM_HELPERS = "program_helpers"
    CRIMINAL_JUSTICE = "criminal_justice"


class DiscloserClass(Enum):
    """Who may disclose, where a consent names a class of them instead of one."""

    TREATING_PROGRAMS = "treating_programs"
    TREATING_PROVIDERS = "treating_providers"
    HEALTH_PLANS = "health_plans"
    THIRD_PARTY_PAYERS = "third_party_payers"


class Statement(Enum):
    """A sentence that the form must say to the person who signs it."""

    MAY_BE_REDISCLOSED_UNDER_HIPAA = "may_be_redisclosed_under_hipaa"
    MAY_LOSE_PROTECTION = "may_lose_protection"
    CONSEQUENCES_OF_REFUSING = "consequences_of_refusing"
    MAY_DECLINE_FUNDRAISING = "may_decline_fundraising"


class Standing(Enum):
    """Whether the person may sign for themselves; where they are a minor, what state law says."""

    ADULT = "adult"
    MINOR_CONSENTS_ALONE = "minor_consents_alone"
    MINOR_WITH_GUARDIAN = "minor_with_guardian"
    LACKS_CAPACITY_BY_COURT = "lacks_capacity_by_court"
    LACKS_CAPACITY_FOR_NOW = "lacks_capacity_for_now"
    DECEASED = "deceased"


MINORS = frozenset({Standing.MINOR_CONSENTS_ALONE, Standing.MINOR_WITH_GUARDIAN})


class Signer(Enum):
    """In whose name a signature stands."""

    PATIENT = "patient"
    GUARDIAN = "guardian"
    REPRESENTATIVE = "representative"
