"""Addresses of the room."""

from django.urls import path

from sibai.casework.views import checks, claims, disputes, injuries, papers

app_name = "casework"
urlpatterns = [
    path("", claims.start, name="list"),
    path("claims/", claims.claims, name="claims"),
    path("claims/mine/", claims.mine, name="mine"),
    path("claims/new/", claims.which, name="claim_for"),
    path("claims/trips/", claims.which, name="my_trips"),
    path("trips/<uuid:pk>/ask/", claims.ask, name="ask_claim"),
    path("trips/<uuid:pk>/enter/", claims.enter, name="enter_claim"),
    path("claims/<uuid:pk>/", claims.claim, name="claim"),
    path("claims/<uuid:pk>/decide/", claims.decide, name="decide_claim"),
    path("claims/<uuid:pk>/withdraw/", claims.withdraw, name="withdraw_claim"),
    path("claims/<uuid:pk>/pay/", claims.pay, name="pay_claim"),
    path("claims/<uuid:pk>/revoke/", claims.revoke, name="revoke_claim"),
    path("disputes/", disputes.disputes, name="disputes"),
    path("disputes/new/", disputes.who, name="dispute_of"),
    path("disputes/of/<uuid:pk>/", disputes.register, name="register_dispute"),
    path("disputes/<uuid:pk>/", disputes.dispute, name="dispute"),
    path("disputes/<uuid:pk>/advance/", disputes.advance, name="advance_dispute"),
    path("disputes/<uuid:pk>/extend/", disputes.extend, name="extend_dispute"),
    path("disputes/<uuid:pk>/end/", disputes.end, name="end_dispute"),
    path("disputes/<uuid:pk>/undo/", disputes.undo, name="undo_dispute"),
    path("injuries/", injuries.injuries, name="injuries"),
    path("injuries/new/", injuries.who, name="injury_of"),
    path("injuries/of/<uuid:pk>/", injuries.report, name="report_injury"),
    path("injuries/<uuid:pk>/", injuries.injury, name="injury"),
    path("injuries/<uuid:pk>/advance/", injuries.advance, name="advance_injury"),
    path("injuries/<uuid:pk>/drop/", injuries.drop, name="drop_injury"),
    path("injuries/<uuid:pk>/undo/", injuries.undo, name="undo_injury"),
    path("checks/", checks.checks, name="checks"),
    path("checks/findings/", checks.findings, name="findings"),
    path("checks/tip/", checks.tip_about, name="tip_about"),
    path("checks/tip/<uuid:pk>/", checks.report_tip, name="report_tip"),
    path("checks/new/", checks.check_of, name="check_of"),
    path("checks/new/<uuid:pk>/", checks.enter, name="enter_check"),
    path("checks/open/<slug:kind>/<uuid:pk>/", checks.open_one, name="open_check"),
    path("checks/<uuid:pk>/", checks.check, name="check"),
    path("checks/<uuid:pk>/decide/", checks.decide, name="decide_check"),
    path("checks/<uuid:pk>/end/", checks.end, name="end_check"),
    path("papers/<slug:what>/<uuid:pk>/<slug:kind>/print/", papers.print_paper, name="print"),
    path("papers/<slug:what>/<uuid:pk>/<slug:kind>/", papers.upload, name="attach"),
]
