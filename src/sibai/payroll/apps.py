"""The room of payroll."""

from django.apps import AppConfig


class PayrollConfig(AppConfig):
    """Payroll as a Django app."""

    name = "sibai.payroll"
    verbose_name = "工资"
