"""The pages of a run of pay, timed as `sibai.bench.site` times pages: payslips above all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.urls import reverse

from sibai.bench.month.timed import SLIP
from sibai.bench.site.pages import Page
from sibai.bench.site.timing import Browser, time_page
from sibai.payroll.models import BankFile, Payslip, Run


def timed(requests: int) -> Iterator[dict[str, Any]]:
    """Each page's p50 and p95 in milliseconds, queries and bytes."""
    handler = WSGIHandler()
    browsers = {account: Browser(account, handler) for account in ("gongsi", "xian", "chuna")}
    for name, account, url in _sought():
        took = time_page(browsers[account], Page(name, account, url), requests)
        told = {"name": name, "account": account, "queries": took.queries, "size": took.size}
        yield {**told, "p50": took.at(50), "p95": took.at(95)}


def _sought() -> Iterator[tuple[str, str, str]]:
    """What is opened: in the last run, a person in the middle."""
    run = Run.objects.order_by("-month").first()
    assert run is not None
    slips = Payslip.objects.filter(run=run).order_by("village_id")
    slip = slips[slips.count() // 2]
    for account in ("gongsi", "xian"):
        yield SLIP, account, reverse("payroll:slip", args=[slip.pk])
        yield "一批工资", account, reverse("payroll:run", args=[run.pk])
        yield "工资", account, reverse("payroll:months")
    file = BankFile.objects.filter(run=run).first()
    assert file is not None
    yield "银行文件", "chuna", reverse("payroll:bank_file", args=[file.pk])
    yield "编制前检查", "gongsi", reverse("payroll:ready", args=[f"{run.month:%Y-%m}"])
