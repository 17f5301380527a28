from django.apps import AppConfig


class ProgramConfig(AppConfig):
    name = "stepwell.records.program"
    label = "program"
