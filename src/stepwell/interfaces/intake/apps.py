from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "stepwell.interfaces.intake"
    label = "intake_pages"
