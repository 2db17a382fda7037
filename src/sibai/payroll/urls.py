"""Addresses of the room."""

from django.urls import path

from sibai.payroll.views import cases, layouts, pages, steps

app_name = "payroll"
urlpatterns = [
    path("", pages.months, name="months"),
    path("mine/", pages.mine, name="mine"),
    path("failed/", pages.failed, name="failed"),
    path("failed/issue/", steps.issue_again, name="issue_again"),
    path("months/<str:month>/", pages.ready, name="ready"),
    path("months/<str:month>/recount/", cases.prepare_recount, name="prepare_recount"),
    path("months/<str:month>/prepare/", steps.prepare, name="prepare"),
    path("runs/<uuid:pk>/", pages.run, name="run"),
    path("runs/<uuid:pk>/export/", pages.export_run, name="export_run"),
    path("runs/<uuid:pk>/again/", steps.prepare_again, name="prepare_again"),
    path("runs/<uuid:pk>/void/", steps.void, name="void"),
    path("runs/<uuid:pk>/check/", steps.check, name="check"),
    path("runs/<uuid:pk>/return/", steps.return_run, name="return_run"),
    path("runs/<uuid:pk>/approve/", steps.approve, name="approve"),
    path("runs/<uuid:pk>/fund/", steps.fund, name="fund"),
    path("runs/<uuid:pk>/issue/", steps.issue, name="issue"),
    path("runs/<uuid:pk>/close/", steps.close, name="close"),
    path("recounts/", cases.recounts, name="recounts"),
    path("recounts/<uuid:pk>/", cases.recount, name="recount"),
    path("recounts/<uuid:pk>/confirm/", cases.confirm_recount, name="confirm_recount"),
    path("recoveries/", cases.recovery_list, name="recoveries"),
    path("recoveries/<uuid:pk>/agree/", cases.agree_recovery, name="agree_recovery"),
    path("recoveries/<uuid:pk>/return/", cases.return_recovery, name="return_recovery"),
    path("items/", cases.item_list, name="items"),
    path("items/new/", cases.enter_item, name="enter_item"),
    path("items/<uuid:pk>/confirm/", cases.confirm_item, name="confirm_item"),
    path("holds/", cases.hold_list, name="holds"),
    path("holds/of/<uuid:pk>/", cases.propose_hold, name="propose_hold"),
    path("holds/<uuid:pk>/", cases.hold, name="hold"),
    path("holds/<uuid:pk>/decide/", cases.decide_hold, name="decide_hold"),
    path("holds/<uuid:pk>/release/", cases.release_hold, name="release_hold"),
    path("layouts/", layouts.layouts, name="layouts"),
    path("layouts/<slug:code>/", layouts.save, name="save_layout"),
    path("slips/<uuid:pk>/", pages.slip, name="slip"),
    path("files/<uuid:pk>/", pages.bank_file, name="bank_file"),
    path("files/<uuid:pk>/download/", pages.download_file, name="download_file"),
    path("files/<uuid:pk>/result/", steps.take_result, name="take_result"),
]
