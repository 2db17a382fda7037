"""Addresses of the room."""

from django.urls import path

from sibai.attendance.views import benefits, corrections, leave, mine, months, papers, sheets, trips, uploads

AT = "months/<slug:month>/<slug:code>/"
app_name = "attendance"
urlpatterns = [
    path("", months.now, name="now"),
    path("mine/", mine.mine, name="mine"),
    path("calendar/<slug:month>/", months.calendar, name="calendar"),
    path("leave/", leave.leaves, name="leaves"),
    path("leave/ask/", leave.kinds, name="ask"),
    path("leave/enter/", leave.kinds, name="enter"),
    path("leave/<uuid:pk>/", leave.leave, name="leave"),
    path("leave/<uuid:pk>/decide/", leave.decide, name="decide_leave"),
    path("leave/<uuid:pk>/withdraw/", leave.withdraw, name="withdraw_leave"),
    path("leave/<uuid:pk>/cancel/", leave.cancel, name="cancel_leave"),
    path("posts/<uuid:pk>/ask/<slug:kind>/", leave.ask, name="ask_leave"),
    path("posts/<uuid:pk>/enter/<slug:kind>/", leave.enter, name="enter_leave"),
    path("posts/<uuid:pk>/standing/", leave.standing, name="standing"),
    path("posts/<uuid:pk>/ask-trip/", trips.ask, name="ask_trip"),
    path("posts/<uuid:pk>/enter-trip/", trips.enter, name="enter_trip"),
    path("trips/", trips.trips, name="trips"),
    path("trips/new/", trips.who, name="trip_for"),
    path("trips/<uuid:pk>/", trips.trip, name="trip"),
    path("trips/<uuid:pk>/decide/", trips.decide, name="decide_trip"),
    path("trips/<uuid:pk>/withdraw/", trips.withdraw, name="withdraw_trip"),
    path("trips/<uuid:pk>/cancel/", trips.cancel, name="cancel_trip"),
    path("benefits/", benefits.benefits, name="benefits"),
    path("benefits/give/", benefits.who, name="give"),
    path("benefits/<uuid:pk>/", benefits.benefit, name="benefit"),
    path("benefits/<uuid:pk>/cancel/", benefits.cancel, name="cancel_benefit"),
    path("posts/<uuid:pk>/give/", benefits.give, name="give_to"),
    path("corrections/<uuid:pk>/", corrections.correction, name="correction"),
    path("corrections/<uuid:pk>/confirm/", corrections.confirm, name="confirm_correction"),
    path(AT, months.place, name="place"),
    path(f"{AT}fill/", sheets.fill, name="fill"),
    path(f"{AT}check/", sheets.check, name="check"),
    path(f"{AT}check-many/", sheets.check_many, name="check_many"),
    path(f"{AT}fill-rest/", sheets.fill_rest, name="fill_rest"),
    path(f"{AT}submit/", sheets.submit, name="submit"),
    path("papers/<slug:what>/<uuid:pk>/", papers.attach, name="attach"),
    path("uploads/<uuid:pk>/", uploads.uploaded, name="uploaded"),
    path("uploads/<uuid:pk>/take/", uploads.take, name="take_upload"),
    path("uploads/<uuid:pk>/drop/", uploads.drop, name="drop_upload"),
    path(f"{AT}upload/", uploads.upload, name="upload"),
    path(f"{AT}print/<slug:name>/", papers.print_paper, name="print"),
    path(f"{AT}excel/<slug:what>/", papers.excel, name="excel"),
    path(f"{AT}correct/<uuid:stint>/", corrections.correct, name="correct"),
]
