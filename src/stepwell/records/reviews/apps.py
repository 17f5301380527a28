from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "stepwell.records.reviews"
    label = "reviews"
