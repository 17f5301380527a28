from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "stepwell.records.measures"
    label = "measures"
