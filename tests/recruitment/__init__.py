"""Recruitment: vacancies, rounds, applications."""
