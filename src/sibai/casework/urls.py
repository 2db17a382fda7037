"""Addresses of the room."""

from django.urls import path

from sibai.casework.views import claims, papers

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
    path("papers/<slug:what>/<uuid:pk>/<slug:kind>/print/", papers.print_paper, name="print"),
    path("papers/<slug:what>/<uuid:pk>/<slug:kind>/", papers.upload, name="attach"),
]
