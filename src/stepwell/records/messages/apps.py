from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "stepwell.records.messages"
    label = "correspondence"
