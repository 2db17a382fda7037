"""Addresses of the room."""

from django.urls import path

from sibai.people.views import login

app_name = "people"
urlpatterns = [path("login/", login.login, name="login")]
