from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "stepwell.records.enquiries"
    label = "enquiries"
