from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "stepwell.records.sessions"
    label = "attendance"
