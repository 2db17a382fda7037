"""Sample data of the pattern page: every component once, with invented people, as its templates take it."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

from sibai.web.sample_forms import VILLAGES, ReasonForm, SampleForm

ZONE = datetime.timezone(datetime.timedelta(hours=8))
FAMILY, GIVEN = "陈周罗邓柯阮黄汪吴程", ("明霞", "大顺", "小燕", "国平", "秀英", "先锋", "道芬", "永康")
STATES = (("plain", "在岗"), ("due", "合同将满"), ("late", "合同过期"), ("done", "已续签"))


def sample() -> dict[str, Any]:
    """The context of the pattern page, without a frame: the page stands in its reader's own."""
    return {
        "steps": steps(),
        "returned": returned_steps(),
        "todos": todos(),
        "listing": listing(),
        "choosing": choosing(),
        "nothing": {"columns": [{"label": "姓名"}], "rows": [], "clear_url": "#"},
        "facts": facts(),
        "tree": tree(),
        "form": SampleForm(initial={"name": "陈明霞", "sex": "f", "base": "1600.00"}, auto_id="blank_%s"),
        "wrong": wrong(),
        "confirm": confirm(),
        "reason": ReasonForm(auto_id="confirm_%s"),
        "papers": papers(),
        "log": log(),
        "tabs": [
            {"label": "基本情况", "url": "#", "current": True},
            {"label": "合同", "url": "#", "count": 2},
            {"label": "考勤请假", "url": "#"},
            {"label": "得分档次", "url": "#"},
            {"label": "日志", "url": "#"},
        ],
        "acts": [
            {"label": "打印花名册", "url": "#", "icon": "print"},
            {"label": "改正", "url": "#", "icon": "edit"},
            {"label": "退回村上", "url": "#", "icon": "back", "danger": True},
        ],
        "crumbs": [{"label": "人员", "url": "#"}, {"label": "茅坪镇", "url": "#"}, {"label": "枣树村"}],
        "icons": ICONS,
    }


ICONS = re.findall(r'id="([a-z]+)"', (Path(__file__).parent / "static/web/sprite.svg").read_text(encoding="utf-8"))


def frame() -> dict[str, Any]:
    """The frame of a town's clerk, for tests and pictures of the page."""
    names = ("待办 todo", "人员 people", "选聘 pick", "月度 month", "年度 year", "台账 ledger", "办法 book")
    menu = [{"label": label, "icon": icon, "url": "#"} for label, icon in (each.split() for each in names)]
    menu[0]["count"], menu[1]["current"] = "6", "1"
    return {
        "place": "茅坪镇",
        "role": "镇经办",
        "user_name": "罗国平",
        "search_url": "/search",
        "reminders_url": "#",
        "reminders_count": 12,
        "demo": True,
        "menu": menu,
        "me": [{"label": "我的账号", "url": "#", "icon": "user"}, {"label": "登录设备", "url": "#", "icon": "lock"}],
        "logout_url": "#",
    }


def steps() -> list[dict[str, Any]]:
    """A recruitment in the middle of its way."""
    names = ["空岗", "发布公告", "报名", "资格审核", "评分", "初选"]
    after = ["镇审批", "县备案", "岗前培训", "签协议", "上岗"]
    done = [{"label": name, "state": "done", "at": datetime.date(2026, 4, 6 + 4 * n)} for n, name in enumerate(names)]
    now = {
        "label": "公示",
        "state": "now",
        "who": "茅坪镇枣树村",
        "until": datetime.date(2026, 5, 21),
        "why": "收到 1 件异议",
    }
    return [*done, now, *({"label": name, "state": "todo"} for name in after)]


def returned_steps() -> list[dict[str, Any]]:
    """A month that was sent back."""
    return [
        {"label": "填考勤", "state": "done", "at": datetime.date(2026, 6, 1)},
        {
            "label": "村确认",
            "state": "returned",
            "who": "柯大顺",
            "until": datetime.date(2026, 6, 5),
            "why": "5月12日请假没有假条",
        },
        *({"label": name, "state": "todo"} for name in ("镇审核", "县复核", "发放")),
    ]


def todos() -> list[dict[str, Any]]:
    """What waits for the clerk."""
    return [
        {
            "label": "枣树村选聘公告报名已截止，请审核资格",
            "detail": "5 人报名，3 人已审",
            "url": "#",
            "button": "审核",
            "deadline": datetime.date(2026, 5, 18),
            "tone": "late",
            "left": "已过 2 天",
        },
        {
            "label": "月度考勤表待确认",
            "detail": "2026年5月，11 个村已报 9 个",
            "url": "#",
            "button": "确认",
            "deadline": datetime.date(2026, 5, 22),
            "tone": "due",
            "left": "还有 2 天",
            "count": 9,
        },
        {
            "label": "田湾村劳动合同六月底到期，请村上提出续签或终止",
            "detail": "汪秀英，已续签 1 次",
            "url": "#",
            "deadline": datetime.date(2026, 6, 30),
            "left": "还有 41 天",
        },
    ]


def listing() -> dict[str, Any]:
    """A roster of twenty-two rows with every kind of cell."""
    columns = [
        {"label": "姓名", "sort_url": "#", "sorted": "up"},
        {"label": "身份证号", "kind": "code", "minor": True},
        {"label": "状态", "kind": "status"},
        {"label": "合同到期", "kind": "day", "sort_url": "#"},
        {"label": "得分", "kind": "points"},
        {"label": "应发（元）", "kind": "money", "sort_url": "#"},
        {"label": "扣款（元）", "kind": "money"},
        {"label": "实发（元）", "kind": "money"},
        {"label": "", "kind": "act"},
    ]
    return {
        "title": "茅坪镇在岗协理员",
        "columns": columns,
        "rows": [roster_row(number) for number in range(22)],
        "totals": [{"text": "合计 22 人"}, None, None, None, None, 4389000, 265870, 4123130, None],
        "search": {"value": "", "placeholder": "姓名、村、证号后四位", "keep": []},
        "groups": [
            {
                "label": "状态",
                "chips": [
                    {"label": "全部", "url": "#", "on": True, "count": 22},
                    {"label": "合同将满", "url": "#", "count": 3},
                    {"label": "合同过期", "url": "#", "count": 1},
                ],
            }
        ],
        "export_url": "#",
        "pager": {"page": 1, "pages": 3, "total": 62, "first": 1, "last": 25, "next_url": "#"},
    }


def roster_row(number: int) -> dict[str, Any]:
    """One invented person of the roster."""
    name = FAMILY[number % 10] + GIVEN[number * 3 % 8]
    tone, word = STATES[(number % 9 == 4) + 2 * (number == 11) + 3 * (number == 7)]
    gross, cut = 196000 + 1250 * (number * 7 % 9), 11880 + 35 * number
    return {
        "url": "#",
        "tone": tone if tone in {"late"} else "",
        "cells": [
            {"text": name, "under": VILLAGES[number % 10]},
            f"610999**********{4000 + number * 37}",
            {"tone": tone, "word": word},
            datetime.date(2026, 6 + number % 7, 1 + number % 28),
            8850 - number * 45,
            gross,
            cut,
            {"value": gross - cut, "why_url": "#", "flag": "口径未定" if number == 3 else ""},
            {"acts": [{"label": "续签", "url": "#"}] if number in {4, 13} else []},
        ],
    }


def choosing() -> dict[str, Any]:
    """A list where one chooses several rows for one act."""
    columns = [
        {"label": "村（社区）"},
        {"label": "初选人"},
        {"label": "公示结束", "kind": "day"},
        {"label": "异议", "kind": "number"},
    ]
    rows = [
        {"id": str(n), "cells": [VILLAGES[n], FAMILY[n] + GIVEN[n], datetime.date(2026, 5, 18), n % 2]}
        for n in range(3)
    ]
    acts = [{"label": "同意", "value": "agree"}, {"label": "退回", "value": "return", "danger": True}]
    return {"title": "待镇审批", "columns": columns, "rows": rows, "choose": {"url": "#", "acts": acts, "command": "x"}}


def facts() -> list[dict[str, Any]]:
    """What is known of one person on post."""
    return [
        {"label": "村（社区）", "value": "茅坪镇枣树村", "url": "#"},
        {"label": "状态", "status": {"tone": "done", "word": "在岗"}},
        {"label": "身份证号", "masked": {"text": "610999**********1234", "reveal_url": "#"}},
        {"label": "电话", "masked": {"text": "100****8215", "reveal_url": "#"}},
        {"label": "合同", "value": "2025-07-01 至 2026-06-30", "article": "第八条", "note": "第 2 个一年期"},
        {"label": "上岗日", "value": datetime.date(2024, 7, 1), "kind": "day"},
        {"label": "开户行", "value": None},
        {"label": "合同文本", "files": [{"name": "劳动合同（盖章）.pdf", "url": "#"}]},
        {"label": "累计服务", "value": "22 个月 20 天", "why": tree()},
    ]


def tree() -> dict[str, Any]:
    """How a number was made: pay of a month, down to the parameters."""
    base = {
        "line": "基础工资",
        "value": "1,600.00 元",
        "article": "第十三条",
        "children": [
            {"line": "每月标准", "value": "1,600.00 元", "source": "办法原文，自 2022-07-01 起"},
            {"line": "本月在岗天数", "value": "31 天，整月", "url": "#"},
        ],
    }
    pension = {
        "line": "养老保险个人缴费",
        "value": "−340.40 元",
        "article": "第十四条",
        "children": [
            {
                "line": "缴费基数",
                "value": "4,255.00 元",
                "flag": "口径未定，按默认读法",
                "children": [
                    {"line": "下限", "value": "4,255.00 元", "source": "陕人社发〔2025〕，自 2025-01-01 起"},
                    {"line": "申报工资", "value": "1,960.00 元"},
                ],
            },
            {"line": "个人费率", "value": "8%", "source": "社会保险法第十二条"},
        ],
    }
    return {
        "line": "实发",
        "value": "1,619.60 元",
        "article": "第十三条",
        "children": [base, {"line": "绩效工资", "value": "360.00 元", "article": "第十三条"}, pension],
    }


def wrong() -> SampleForm:
    """The form after it was sent with mistakes."""
    sent = {"name": "陈明霞", "id_number": "610999199503071230", "born": "1995-03-07", "base": "一千六", "sex": "f"}
    form = SampleForm(sent, auto_id="wrong_%s")
    form.add_error("id_number", "第18位应为 X，请核对")
    form.errors["base"] = form.error_class(["请写数字，例如 1600.00"], renderer=form.renderer)
    for name in ("starts", "village", "agreed"):
        form.errors[name] = form.error_class(["请填写"], renderer=form.renderer)
    return form


def confirm() -> dict[str, Any]:
    """An act that cannot be undone."""
    return {
        "what": "终止与柯大顺（茅坪镇枣树村）的劳动合同",
        "article": "第十七条",
        "last": True,
        "effects": [
            {"label": "最后计薪日", "value": "2026-06-30"},
            {"label": "送给", "value": "本人、枣树村、县人社局、县乡村振兴局"},
            {"label": "以后", "value": "枣树村空岗，自 2026-07-01 起重新选聘"},
        ],
        "people": ["柯大顺（枣树村）", "汪秀英（田湾村），代管至新人上岗"],
        "amount": 161960,
        "second": "县人社局分管领导，不能是办理人本人",
    }


def papers() -> list[dict[str, Any]]:
    """The papers of one step: one there, one missing, one that may be left out."""
    at = datetime.datetime(2026, 5, 12, 9, 41, tzinfo=ZONE)
    there = {"name": "选聘公告（盖章）.pdf", "url": "#", "size": "412 KB", "by": "罗国平", "at": at}
    return [
        {"label": "选聘公告", "article": "第六条", "required": True, "files": [there], "print_url": "#"},
        {
            "label": "资格审核表",
            "article": "第六条",
            "required": True,
            "note": "村委会盖章",
            "files": [],
            "print_url": "#",
            "upload_url": "#",
            "command": "sample",
        },
        {"label": "异议处理记录", "required": False, "note": "公示期有异议时交", "files": [], "upload_url": "#"},
    ]


def log() -> list[dict[str, Any]]:
    """Four entries of the log, newest first."""
    says = (
        ("罗国平（镇经办）", "确认了枣树村2026年5月考勤", False, ""),
        ("柯小燕（村经办）", "想查看陈明霞的身份证号，没有权限，未办成", True, ""),
        ("邓国平（县经办）", "查看了陈明霞的身份证号", False, "理由：核对社保登记"),
        ("柯小燕（村经办）", "上传了选聘公告（盖章）", False, ""),
    )
    return [
        {
            "at": datetime.datetime(2026, 5, 20 - n, 14 - n, 5, tzinfo=ZONE),
            "who": who,
            "sentence": sentence,
            "refused": refused,
            "reason": reason,
        }
        for n, (who, sentence, refused, reason) in enumerate(says)
    ]
