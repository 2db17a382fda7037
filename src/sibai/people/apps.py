"""The room of people."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People and users as a Django app."""

    name = "sibai.people"
    verbose_name = "人员与用户"
