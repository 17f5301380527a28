from django.apps import AppConfig


class ManagerConfig(AppConfig):
    name = "stepwell.interfaces.manager"
    label = "manager"
