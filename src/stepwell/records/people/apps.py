from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "stepwell.records.people"
    label = "people"
