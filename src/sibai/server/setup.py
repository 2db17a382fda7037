"""Setting a county up, and bringing an older database to the present program."""

from __future__ import annotations

import sys
from datetime import date, datetime

from django.core.management import call_command
from django.utils import timezone

from sibai.people.actor import system
from sibai.places.models import Place
from sibai.places.operations.load import COUNTIES, load_county
from sibai.recruitment.operations.opening import open_first_vacancies

DOCUMENT = "国家统计局统计用区划代码（2023年）"


def tables() -> None:
    """Make or change the tables, gather styles and scripts."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def init(county_code: str, start: date, now: datetime) -> int:
    """A new county: tables, places, a vacancy in every village. 1 where it was set up before."""
    if county_code not in COUNTIES:
        known = "、".join(f"{code}（{name}）" for code, name in COUNTIES.items())
        print(f"--county: 没有这个县的村名单，现有：{known}", file=sys.stderr)
        return 2
    tables()
    if Place.objects.exists():
        print("已经建好了，没有改动。升级程序后请用 sibai upgrade。", file=sys.stderr)
        return 1
    actor = system(county_code)
    made = load_county(actor=actor, county_code=county_code, start=start, document=DOCUMENT, now=now)
    opened = open_first_vacancies(actor=actor, opened_on=timezone.localdate(now), now=now)
    print(f"{made.county.name}：{made.towns}个镇、{made.villages}个村（社区），{opened}个岗位待选聘。")
    print("下一步：sibai createuser 登录名 --name 姓名 --role administrator 建第一个管理员账号。")
    return 0
