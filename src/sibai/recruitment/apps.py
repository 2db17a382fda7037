"""The room of recruitment."""

from django.apps import AppConfig


class RecruitmentConfig(AppConfig):
    """Vacancies, rounds, applications as a Django app."""

    name = "sibai.recruitment"
    verbose_name = "选聘"
