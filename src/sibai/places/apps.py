"""The room of places."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Places and organisations as a Django app."""

    name = "sibai.places"
    verbose_name = "区划与机构"
