from django.apps import AppConfig


class AdmissionConfig(AppConfig):
    name = "stepwell.records.admission"
    label = "admission"
