"""Addresses of the room: of the own account under `account/`, of people under `persons/`."""

from django.urls import include, path

from sibai.people.views import account as own
from sibai.people.views import accounts, card_changes, changes, data_requests, delegations, login, notices, persons

app_name = "people"
account = [
    path("login/", login.login, name="login"),
    path("logout/", login.logout, name="logout"),
    path("second-factor/", login.second_factor, name="second_factor"),
    path("enrol/", own.enrol, name="enrol"),
    path("recovery/", own.recovery, name="recovery"),
    path("password/", own.password, name="password"),
    path("me/", own.me, name="me"),
    path("sessions/", own.signed_in, name="sessions"),
    path("sessions/end/", own.sessions_end, name="sessions_end"),
    path("sessions/<uuid:pk>/end/", own.session_end, name="session_end"),
    path("hat/", own.hat, name="hat"),
    path("delegations/", delegations.delegations, name="delegations"),
    path("delegations/of/<uuid:pk>/", delegations.delegate, name="delegate"),
    path("delegations/<uuid:pk>/withdraw/", delegations.withdraw, name="delegation_withdraw"),
]
managed = [
    path("", accounts.accounts, name="accounts"),
    path("export/", accounts.export, name="accounts_export"),
    path("new/", accounts.new, name="account_new"),
    path("for-places/", changes.for_places, name="accounts_for_places"),
    path("<uuid:pk>/", accounts.account, name="account"),
    path("<uuid:pk>/password/", changes.new_password, name="account_password"),
    path("<uuid:pk>/rename/", changes.rename, name="account_rename"),
    path("<uuid:pk>/role/", changes.holding_add, name="holding_add"),
    path("role/<uuid:pk>/end/", changes.holding_end, name="holding_end"),
    *(path(f"<uuid:pk>/{what}/", changes.change, {"what": what}, name=f"account_{what}") for what in changes.CHANGES),
]
about = [
    path("<uuid:person_id>/", persons.person, name="person"),
    path("<uuid:person_id>/reveal/<slug:field>/", persons.reveal, name="reveal"),
    path("<uuid:person_id>/change/", persons.change, name="change"),
    path("<uuid:person_id>/move/", persons.move, name="move"),
    path("<uuid:person_id>/ask/", data_requests.ask, name="ask"),
]
asked = [
    path("", data_requests.requests, name="requests"),
    path("<uuid:pk>/", data_requests.one, name="request"),
    path("<uuid:pk>/decide/", data_requests.decide, name="request_decide"),
    path("<uuid:pk>/carry-out/", data_requests.carry, name="request_carry_out"),
    path("<uuid:pk>/tell/", data_requests.tell, name="request_tell"),
    path("<uuid:pk>/withdraw/", data_requests.withdraw, name="request_withdraw"),
    path("<uuid:pk>/copy/", data_requests.copy, name="request_copy"),
]
urlpatterns = [
    path("account/", include(account)),
    path("accounts/", include(managed)),
    path("persons/", include(about)),
    path("cards/<uuid:pk>/", card_changes.decide, name="decide_card"),
    path("data-requests/", include(asked)),
    path("notice/<slug:version>/", notices.notice, name="notice"),
]
