"""The room of months."""

from django.apps import AppConfig


class MonthsConfig(AppConfig):
    """Months as a Django app."""

    name = "sibai.months"
    verbose_name = "月份"
