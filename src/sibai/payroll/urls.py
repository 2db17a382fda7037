"""Addresses of the room."""

from django.urls import path

from sibai.payroll.views import pages, steps

app_name = "payroll"
urlpatterns = [
    path("", pages.months, name="months"),
    path("mine/", pages.mine, name="mine"),
    path("failed/", pages.failed, name="failed"),
    path("failed/issue/", steps.issue_again, name="issue_again"),
    path("months/<str:month>/", pages.ready, name="ready"),
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
    path("slips/<uuid:pk>/", pages.slip, name="slip"),
    path("files/<uuid:pk>/", pages.bank_file, name="bank_file"),
    path("files/<uuid:pk>/download/", pages.download_file, name="download_file"),
    path("files/<uuid:pk>/result/", steps.take_result, name="take_result"),
]
