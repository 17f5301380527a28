from django.apps import AppConfig


class ClinicianConfig(AppConfig):
    name = "stepwell.interfaces.clinician"
    label = "clinician"
