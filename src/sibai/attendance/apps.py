"""The room as Django knows it."""

from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    """Leave and attendance."""

    name = "sibai.attendance"
    verbose_name = "考勤"
