"""Words that tell a stranger what a message is about.

Program policy and never complete; a word that is missing is a fault to report.
"""

from collections.abc import Mapping
from types import MappingProxyType

TELLING: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "en": (
            *(
                "addict*",
                "alcohol*",
                "drug",
                "drugs",
                "drugged",
                "drunk*",
                "drinking",
                "substance*",
                "sober*",
            ),
            *("sobriety", "abstinen*", "recover*", "relaps*", "craving*", "withdrawal", "overdos*", "narcan"),
            *("naloxone", "methadone", "buprenorphine", "suboxone", "vivitrol", "naltrexone", "opioid*"),
            *(
                "opiate*",
                "heroin",
                "fentanyl",
                "cocaine",
                "meth",
                "methamphetamine*",
                "marijuana",
                "cannabis",
            ),
            *("rehab*", "detox*", "treatment*", "therap*", "psych*", "counsel*", "clinic*", "hospital*"),
            *(
                "patient*",
                "outpatient*",
                "inpatient*",
                "iop",
                "program",
                "programs",
                "case manager",
                "social worker",
            ),
            *("doctor*", "dr", "physician*", "nurse*", "md", "lcsw", "lpc", "lmft", "cadc", "lcdc", "phd"),
            *("mental", "behavioral health", "depress*", "anxiety", "suicid*", "trauma*", "diagnos*"),
            *("urine", "drug test*", "lab test*", "screening", "group session*", "support group*"),
            *(
                "12 step",
                "12 steps",
                "twelve step",
                "aa",
                "na",
                "phq",
                "gad",
                "parole",
                "probation",
                "stepwell",
            ),
        ),
        "es": (
            *("adict*", "adicc*", "alcohol*", "droga*", "drogadic*", "sustancia*", "sobri*", "abstinen*"),
            *(
                "recupera*",
                "recaid*",
                "recaer",
                "ansias",
                "sobredosis",
                "naloxona",
                "metadona",
                "buprenorfina",
            ),
            *("opioide*", "heroina", "fentanilo", "cocaina", "metanfetamina*", "marihuana", "rehabilita*"),
            *(
                "desintoxica*",
                "tratamiento*",
                "terap*",
                "psic*",
                "psiq*",
                "consejer*",
                "clinic*",
                "hospital*",
            ),
            *(
                "paciente*",
                "ambulatori*",
                "programa",
                "programas",
                "trabajador* social*",
                "doctor*",
                "dra",
                "medic*",
            ),
            *("enfermer*", "salud mental", "salud conductual", "depresi*", "ansiedad", "suicid*", "trauma*"),
            *("diagnos*", "orina", "examen toxicologico", "prueba de drogas", "grupo de apoyo", "doce pasos"),
        ),
    }
)
"""Words that tell, by language; a final * stands for any ending."""
