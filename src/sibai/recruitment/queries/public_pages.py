"""The contexts of the public pages: the list of what is open, a notice in facts and paragraphs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.urls import reverse

from sibai.recruitment.queries.public_notices import MONTHS_A_YEAR, PublicNotice

PAGE_ROWS = 25
COLUMNS = (
    {"label": "村（社区）", "main": True},
    {"label": "报名截止", "kind": "day"},
    {"label": "报名方式"},
    {"label": "咨询电话"},
)
DUTIES = "劳动力就业摸底和台账、组织转移输出、职业培训、政策宣传咨询、搬迁社区就业服务，保守所管数据的秘密。"


def listing(notices: Sequence[PublicNotice], given: Mapping[str, str], today: date) -> dict[str, Any]:
    """What is open on a day, town by town if the address asks, in pages; context of the list."""
    taking = [each for each in notices if each.open_on(today)]
    towns = sorted({(each.town_code, each.town) for each in taking if each.town_code})
    town = given.get("town", "")
    town = town if town in dict(towns) else ""
    page = Paginator([each for each in taking if town in {"", each.town_code}], PAGE_ROWS).get_page(given.get("page"))
    chips = [("", "全部"), *towns]
    shown = {
        "title": "正在报名的公告",
        "columns": COLUMNS,
        "rows": [_row(each) for each in page],
        "groups": [
            {
                "label": "镇",
                "chips": [{"label": label, "url": _url(code, 1), "on": code == town} for code, label in chips],
            }
        ]
        if len(towns) > 1
        else [],
        "pager": {
            "page": page.number,
            "pages": page.paginator.num_pages,
            "total": page.paginator.count,
            "first": page.start_index(),
            "last": page.end_index(),
            "previous_url": _url(town, page.number - 1) if page.has_previous() else "",
            "next_url": _url(town, page.number + 1) if page.has_next() else "",
        },
        "empty": {"what": "现在没有正在报名的公告。", "how": "有村（社区）发布公告时，会出现在这里。"},
    }
    return {"listing": shown, "count": len(taking)}


def _url(town: str, page: int) -> str:
    asked = {name: value for name, value in (("town", town), ("page", page if page > 1 else "")) if value}
    return f"?{urlencode(asked)}" if asked else reverse("public:notices")


def _row(notice: PublicNotice) -> dict[str, Any]:
    return {
        "url": reverse("public:notice", args=[notice.id]),
        "cells": [
            {"text": notice.village, "under": notice.town},
            notice.deadline,
            "网上或到村里" if notice.online else "到村里",
            notice.phone,
        ],
    }


def facts_of(notice: PublicNotice) -> list[dict[str, Any]]:
    """What, where, until when, what is paid."""
    rules = notice.rules
    years = rules.contract_months // MONTHS_A_YEAR
    most = rules.most_months // MONTHS_A_YEAR
    return [
        {"label": "岗位", "value": f"{notice.town}{notice.village}稳岗就业“四百工程”协理员，1名"},
        {"label": "报名截止", "value": notice.deadline, "kind": "day", "note": "当天仍可报名"},
        {"label": "月工资（元）", "value": rules.wage, "kind": "money", "article": "第十一条", "note": _pay(notice)},
        {"label": "合同", "value": f"{years}年一签，累计不超过{most}年", "article": "第八条、第九条"},
        {"label": "公告发布", "value": notice.published_on, "kind": "day"},
        {"label": "咨询电话", "value": notice.phone, "url": f"tel:{notice.phone}", "note": notice.contact},
    ]


def _pay(notice: PublicNotice) -> str:
    base, performance = (_yuan(fen) for fen in (notice.rules.base_wage, notice.rules.performance_wage))
    return f"其中基础工资{base}元、绩效工资{performance}元"


def _yuan(fen: int) -> str:
    whole, rest = divmod(fen, 100)
    return f"{whole}.{rest:02d}" if rest else str(whole)


def sections_of(notice: PublicNotice) -> list[dict[str, Any]]:
    """Conditions, order of preference, duties, how to apply, how it goes on: headings with their lines."""
    rules = notice.rules
    day = "聘用之日" if rules.age_by_hire else f"报名截止日（{notice.deadline}）"
    conditions = [
        "政治素质好，由村（社区）了解确认；",
        f"{rules.age_low}至{rules.age_high}周岁，年龄计到{day}；",
        f"{rules.schooling}；",
        "脱贫劳动力，或其他就业困难人员。",
    ]
    otherwise = "一般应符合以上各项；不全符合的也可以报名，由村（社区）审查时写明理由。"
    prefer = "同等条件下，高校毕业生、退役军人、脱贫户和监测户家庭成员优先；优先选用熟悉本村（社区）情况的人。"
    items = "、".join(f"{name}{weight}%" for name, weight in notice.items)
    period = f"，公示{rules.notice_days}个工作日" if rules.notice_days else "，按规定公示"
    steps = f"资格审查、评分（{items}）、初步确定人选{period}、镇政府审核、县人社局备案、岗前培训、签订协议。"
    made = [
        {"title": "条件", "article": "第五条", "points": conditions, "lines": [otherwise]},
        {"title": "优先", "article": "第五条", "lines": [prefer]},
        {"title": "做什么", "article": "第四条", "lines": [DUTIES]},
        {"title": "怎样报名", "article": "第六条", "lines": _how(notice)},
        {"title": "怎样选", "article": "第六条", "lines": [steps]},
    ]
    other = [line for line in notice.conditions.splitlines() if line.strip()]
    return [*made, *([{"title": "其他条件和待遇", "lines": other}] if other else [])]


def _how(notice: PublicNotice) -> list[str]:
    on_paper = f"到{notice.where}填表报名，带身份证、毕业证和类别证明，报名到{notice.deadline}为止。"
    return ["在这里填表报名，拍照上传证件；", f"或者{on_paper}"] if notice.online else [on_paper]
