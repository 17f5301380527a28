from django.apps import AppConfig


class ParticipantConfig(AppConfig):
    name = "stepwell.interfaces.participant"
    label = "participant"
