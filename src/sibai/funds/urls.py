"""Addresses of the room."""

from django.urls import path

from sibai.funds.views import claims, opening, pages, prefunding, rewards, steps

app_name = "funds"
urlpatterns = [
    path("", pages.balances, name="balances"),
    path("post/", steps.post, name="post"),
    path("journal/", pages.journal, name="journal"),
    path("journal/export/", pages.export, name="export"),
    path("journal/<uuid:pk>/", pages.entry, name="entry"),
    path("journal/<uuid:pk>/reverse/", steps.reverse_entry, name="reverse"),
    path("remittances/", pages.remittances, name="remittances"),
    path("remittances/new/", steps.remit, name="remit"),
    path("prefunding/", prefunding.prefundings, name="prefundings"),
    path("prefunding/<str:month>/compute/", prefunding.compute, name="compute_prefunding"),
    path("prefundings/<uuid:pk>/", prefunding.prefunding, name="prefunding"),
    path("prefundings/<uuid:pk>/compute/", prefunding.compute_again, name="compute_again"),
    path("prefundings/<uuid:pk>/approve/", prefunding.approve, name="approve_prefunding"),
    path("prefundings/<uuid:pk>/return/", prefunding.return_, name="return_prefunding"),
    path("prefundings/<uuid:pk>/transfer/", prefunding.transfer, name="transfer"),
    path("prefundings/<uuid:pk>/arrive/", prefunding.arrive, name="arrive"),
    path("budget/", prefunding.budget, name="budget"),
    path("budget/<int:year>/", prefunding.set_budget, name="set_budget"),
    path("claims/", claims.claims, name="claims"),
    path("claims/new/", claims.make_claim, name="make_claim"),
    path("claims/<uuid:pk>/", claims.claim, name="claim"),
    path("claims/<uuid:pk>/decide/", claims.decide, name="decide_claim"),
    path("claims/<uuid:pk>/receive/", claims.receive, name="receive_claim"),
    path("claims/<uuid:pk>/export/", claims.export_claim, name="export_claim"),
    path("claims/<uuid:pk>/print/", claims.print_claim, name="print_claim"),
    path("claims/<uuid:pk>/papers/<slug:kind>/", claims.attach_claim, name="attach_claim"),
    path("advances/", claims.advances, name="advances"),
    path("rewards/", rewards.rewards, name="rewards"),
    path("rewards/new/", rewards.register, name="register_reward"),
    path("rewards/<uuid:pk>/confirm/", rewards.confirm, name="confirm_reward"),
    path("checks/", pages.checks, name="checks"),
    path("checks/<str:month>/", pages.check, name="check"),
    path("openings/", opening.openings, name="openings"),
    path("openings/new/", opening.open_books, name="open_books"),
    path("openings/form/", opening.blank, name="opening_form"),
    path("openings/<uuid:pk>/", opening.opening, name="opening"),
    path("openings/<uuid:pk>/confirm/", opening.confirm, name="confirm_books"),
    path("openings/<uuid:pk>/return/", opening.return_, name="return_books"),
    path("openings/<uuid:pk>/resend/", opening.resend, name="resend_opened"),
    path("openings/<uuid:pk>/drop/", opening.drop, name="drop_books"),
]
