from django.apps import AppConfig


class AftercareConfig(AppConfig):
    name = "stepwell.records.aftercare"
    label = "aftercare"
