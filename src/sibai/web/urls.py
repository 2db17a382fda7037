"""Addresses that belong to no single room."""

from django.urls import path

from sibai.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("patterns/", views.patterns, name="patterns"),
]
