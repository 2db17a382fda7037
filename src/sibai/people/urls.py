"""Addresses of the room: of the own account under `account/`, of people under `persons/`."""

from django.urls import include, path

from sibai.people.views import login, notices, persons

app_name = "people"
account = [path("login/", login.login, name="login")]
about = [
    path("<uuid:person_id>/", persons.person, name="person"),
    path("<uuid:person_id>/reveal/<slug:field>/", persons.reveal, name="reveal"),
]
urlpatterns = [
    path("account/", include(account)),
    path("persons/", include(about)),
    path("notice/<slug:version>/", notices.notice, name="notice"),
]
