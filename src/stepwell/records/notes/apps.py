from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "stepwell.records.notes"
    label = "notes"
