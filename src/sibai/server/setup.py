"""Setting a county up, and bringing an older database to the present program."""

from __future__ import annotations

import sys
from datetime import date, datetime

from django.core.management import call_command
from django.db import DatabaseError
from django.utils import timezone

from sibai.people.actor import system
from sibai.places.models import Place
from sibai.places.operations.load import COUNTIES, load_county
from sibai.recruitment.operations.opening import open_first_vacancies
from sibai.rulebook.queries.fitting import misfits

WHAT_TO_DO = (
    "请装回旧版本，由县人社局在“办法”里更正这几项（打开那一项决定，办“更正”，领导确认），再装新版本执行 sibai upgrade。"
    "写着“没有了”的更正不了，请装回旧版本，把上面几行告诉维护程序的人。"
)
DOCUMENT = "国家统计局统计用区划代码（2023年）"


def tables() -> None:
    """Make or change the tables, gather styles and scripts."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def upgrade() -> int:
    """Bring the database to the present program; 1, and nothing changed, where the county's decisions do not fit it.

    Asked before the tables are changed: the old program can still be put back, and only there the decisions can be
    corrected.
    """
    faults = _misfits()
    if faults:
        print("县里的下列决定和这个版本的办法合不上，没有升级，什么也没有改动：", file=sys.stderr)
        for line in faults:
            print(f"  {line}", file=sys.stderr)
        print(WHAT_TO_DO, file=sys.stderr)
        return 1
    tables()
    print("数据库已是最新。")
    return 0


def _misfits() -> list[str]:
    """What does not fit; nothing where there is no table of decisions yet."""
    try:
        return misfits()
    except DatabaseError:
        return []


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
