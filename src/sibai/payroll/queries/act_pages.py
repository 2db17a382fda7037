"""The pages of one act on a run or a bank file: what it is about, what will happen."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from sibai.payroll.models import BankFile, BankReturn, Run
from sibai.payroll.queries.bank_pages import failed
from sibai.payroll.queries.months_page import words
from sibai.people.actor import Actor
from sibai.people.pages.shown import ELSEWHERE, ActPage, fact, note

ACTS: dict[str, tuple[str, tuple[str, ...], str, str, bool]] = {
    "check": ("核对工资", ("prepared",), "核对无误，报公司审批", "公司审批人", False),
    "approve": ("审批工资", ("checked",), "审批通过", "公司出纳", True),
    "return_run": ("退回工资", ("prepared", "checked"), "退回", "公司经办", False),
    "prepare_again": ("重新编制", ("prepared", "returned"), "重新编制", "县人社局经办", False),
    "void": ("作废这一批", ("prepared", "returned", "checked"), "作废", "", True),
    "fund": ("确认资金到账", ("approved",), "确认到账", "公司出纳", False),
    "issue": ("生成银行文件", ("funded",), "生成银行文件", "公司出纳", True),
    "close": ("结账", ("result_in",), "结账", "", True),
}
"""Act → title, states, button, who is next, whether it cannot be undone."""
WHAT = {
    "check": "核对以后由公司审批；金额和校验值从此不变。",
    "approve": "审批以后工资单定案，只能另作更正。",
    "return_run": "退回给公司经办，改好后重新编制。",
    "prepare_again": "按现在的考勤、账号和口径重新算一遍，替换这一批的工资单。",
    "void": "这一批作废，名单上的人可以另行编制。",
    "fund": "确认这一批的钱已经到公司账户。",
    "issue": "每一笔款只写进一个文件。生成以后不能改。",
    "close": "结账以后本月的变动都作为更正。银行退回的款项仍留在待重发里。",
}


def run_act_page(run: Run, name: str) -> ActPage:
    """One act on a run."""
    title, states, button, next_one, last = ACTS[name]
    url = reverse("payroll:run", args=[run.pk])
    confirm = {
        "what": WHAT[name],
        "effects": [{"label": "人数", "value": f"{run.people}人"}, {"label": "工资单校验值", "value": run.digest[:16]}],
        "amount": run.payable,
        "last": last,
        "second": next_one,
        "article": "第十二条",
    }
    return ActPage(
        title,
        url,
        _way(run, title),
        confirm=confirm,
        button=button,
        danger=name == "void",
        closed="" if run.state in states else ELSEWHERE,
    )


def _way(run: Run, title: str) -> list[dict[str, str]]:
    return [
        {"label": "工资", "url": reverse("payroll:months")},
        {"label": run.label, "url": reverse("payroll:run", args=[run.pk])},
        {"label": title, "url": ""},
    ]


def prepare_page(month: date) -> ActPage:
    """Preparing a month."""
    back = reverse("payroll:ready", args=[f"{month:%Y-%m}"])
    crumbs = [{"label": "工资", "url": reverse("payroll:months")}, {"label": "编制前检查", "url": back}]
    lead = "按现在的考勤、账号和口径，给编制前检查里可以发放的人各算一张工资单；没有办好的人不列入，办好以后再编一批。"
    facts = [fact("月份", words(month)), fact("接着由谁办", "县人社局经办")]
    title = f"编制{words(month)}工资"
    return ActPage(title, back, [*crumbs, {"label": "编制", "url": ""}], facts, lead=lead, button="编制")


def result_page(row: BankFile) -> ActPage:
    """Taking a bank's answer in."""
    back = reverse("payroll:bank_file", args=[row.pk])
    crumbs = [
        {"label": "工资", "url": reverse("payroll:months")},
        {"label": row.label, "url": back},
        {"label": "上传回盘", "url": ""},
    ]
    facts = [fact("文件名", row.name), fact("笔数", f"{row.count}笔"), fact("金额合计", row.total, "money")]
    lead = "读得通、对得上的逐笔登记；读不通或对不上的逐行列出，不影响其他笔。"
    closed = "" if row.state == "issued" else ELSEWHERE
    return ActPage("上传银行回盘", back, crumbs, facts, lead=lead, closed=closed)


def which_batch_page(row: BankReturn) -> ActPage:
    """Judging of which file an answer is: what the others are that it fits as well; two queries."""
    back = reverse("payroll:bank_file", args=[row.bank_file_id])
    crumbs = [
        {"label": "工资", "url": reverse("payroll:months")},
        {"label": row.bank_file.label, "url": back},
        {"label": "核对回盘", "url": ""},
    ]
    by, at = row.uploaded_by.name if row.uploaded_by else "", timezone.localtime(row.uploaded_at)
    facts = [
        fact("这份回盘", f"成功{row.succeeded}笔，失败{row.failed}笔，读不通或对不上{len(row.faults)}处"),
        fact("上传", f"{by} {at:%Y-%m-%d %H:%M}"),
        fact("要登记到", _which(row.bank_file)),
    ]
    others = BankFile.objects.filter(county=row.county_id, number__in=row.alike).order_by("-number")
    facts += [fact("也对得上", _which(each), note=each.get_state_display()) for each in others]
    again = BankReturn.objects.filter(sha256=row.sha256).exclude(bank_file=row.bank_file_id).exclude(state="dropped")
    notes = [
        note(
            f"这份文件和{each.bank_file.label}登记过的回盘一个字节也不差：可能误传了那一份，也可能两次的结果本来就一样，请核对清楚。",
            "late",
        )
        for each in again.select_related("bank_file")
    ]
    lead = "单看文件分不清是哪一批的结果。请对照网银上这一批的批次号、到账日或银行回单。"
    closed = "" if row.state == "waiting" else ELSEWHERE
    return ActPage("核对回盘是哪一批的", back, crumbs, facts, notes, lead=lead, closed=closed)


def _which(file: BankFile) -> str:
    return f"{file.label}（{file.name}），{timezone.localdate(file.issued_at)}生成，{file.count}笔"


def again_page(actor: Actor) -> ActPage:
    """Sending again what the bank refused."""
    rows = list(failed(actor))
    back = reverse("payroll:failed")
    crumbs = [
        {"label": "工资", "url": reverse("payroll:months")},
        {"label": "待重发", "url": back},
        {"label": "重发", "url": ""},
    ]
    confirm: dict[str, Any] = {
        "what": "按现在登记的账号重新生成银行文件。",
        "effects": [{"label": "笔数", "value": f"{len(rows)}笔"}],
        "people": [f"{each.village.short_name} {each.person.name}：{each.failure}" for each in rows],
        "amount": sum(each.amount for each in rows),
        "last": True,
    }
    return ActPage("重发", back, crumbs, confirm=confirm, button="生成银行文件", closed="" if rows else ELSEWHERE)
