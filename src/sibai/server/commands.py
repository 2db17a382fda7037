"""The site's commands, with Django awake: each reads the clock here, at the edge, and passes it down."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, ProgrammingError
from django.utils import timezone

from sibai.audit import commands as audit_commands
from sibai.audit.acts import ROLES
from sibai.audit.refusals import Refusal
from sibai.batch.tables.writing import Unwritable
from sibai.demo import county as demo_county
from sibai.people.actor import system
from sibai.people.addresses import read
from sibai.people.operations.accounts import create_user
from sibai.people.operations.keys import rotate
from sibai.people.operations.signing_in import unlock_address
from sibai.places.models import Place
from sibai.recruitment import public_commands
from sibai.rulebook.exporting import export_toml
from sibai.server import erasing, setup
from sibai.server.keyring import misfit
from sibai.server.rounds import keep_rounds
from sibai.server.serving import serve

MEASURE_FROM = date(2022, 6, 10)
"""Article 23: the first day under the measure, when no other is asked for."""


def county() -> str:
    """The code of the county; blank before it is set up."""
    return str(Place.objects.filter(level="county").values_list("code", flat=True).first() or "")


def _init(given: Namespace, now: datetime) -> int:
    try:
        start = date.fromisoformat(given.start) if given.start else MEASURE_FROM
    except ValueError:
        return _say("--from: 请写明日期，如 --from 2022-06-10")
    return setup.init(given.county, start, now)


def _upgrade(_given: Namespace, _now: datetime) -> int:
    return setup.upgrade()


def _demo(given: Namespace, now: datetime) -> int:
    if not settings.OWN.demo:
        return _say("这不是演示库：演示县只能装入设置了 SIBAI_DEMO=1 的库，以免编造的人混进真数据。")
    setup.tables()
    if given.if_empty and demo_county.is_loaded():
        demo_county.tell_logins()
        return 0
    return demo_county.load(now)


def _serve(given: Namespace, _now: datetime) -> int:
    return serve(given.host, given.port, given.threads, given.certificate, given.certificate_key)


def _createuser(given: Namespace, now: datetime) -> int:
    place = Place.objects.filter(level="county").first()
    if place is None:
        return _say("还没有区划，请先执行 sibai init。")
    if not given.account or not given.name or given.role not in ROLES:
        known = "、".join(f"{code}（{label}）" for code, label in ROLES.items())
        return _say(f"写法：sibai createuser 登录名 --name 姓名 --role 角色 [--place 编码]。角色有：{known}")
    made = create_user(
        actor=system(place.code),
        account=given.account,
        name=given.name,
        role=given.role,
        place_code=given.place or place.code,
        now=now,
    )
    print(f"已建账号 {made.user.account}，一次性密码：{made.one_time_password}（首次登录须修改）")
    return 0


def _unlock(given: Namespace, now: datetime) -> int:
    address = read(given.address or "")
    if address is None:
        return _say("写法：sibai unlock 网络地址，如 sibai unlock 10.0.0.7；账号的锁由系统管理员在“账号”里解。")
    count = unlock_address(actor=system(county()), address=str(address), now=now)
    print(f"{address} 放开了，忘掉输错密码{count}次。")
    return 0


def _audit(given: Namespace, now: datetime) -> int:
    if given.verb == "verify":
        return audit_commands.verify(say=print, heads=given.head, kept=[Path(file) for file in given.kept])
    if given.verb == "export" and given.folder:
        return audit_commands.export(Path(given.folder), county=county(), now=now, say=print)
    if given.verb == "sign":
        return audit_commands.sign(county=county(), now=now, say=print, keep=Path(given.keep) if given.keep else None)
    return _say("写法：sibai audit verify、sibai audit export 目录、sibai audit sign")


def _rulebook(given: Namespace, _now: datetime) -> int:
    content = export_toml()
    if given.output is None:
        sys.stdout.write(content)
        return 0
    try:
        Path(given.output).write_text(content, encoding="utf-8")
    except OSError as error:
        raise Unwritable(f"{given.output}: 写不进去（{error.strerror}）") from error
    return 0


def _public(given: Namespace, now: datetime) -> int:
    bare = {"key": lambda: public_commands.tell_key(print), "status": lambda: public_commands.status(print)}
    over_files = {
        "notices": public_commands.write_notices,
        "load": public_commands.load,
        "seal": public_commands.seal,
        "take": public_commands.take,
    }
    file = getattr(given, "output", None) or getattr(given, "file", None)
    if given.verb in bare:
        return bare[given.verb]()
    if given.verb in over_files and file:
        return over_files[given.verb](Path(file), now, print)
    return _say(
        "写法：sibai public key、sibai public status；办公网：sibai public notices -o 文件、sibai public take 文件；"
        "公众机器：sibai public load 文件、sibai public seal -o 文件"
    )


def _keys(_given: Namespace, now: datetime) -> int:
    fault = misfit()
    if fault:
        return _say(fault)
    done = rotate(system(county()), now)
    lost = f"有{done.lost}项打不开，编号在程序日志里。" if done.lost else ""
    print(
        f"已换{done.key_number}号密钥，重新加密{done.values}项信息、{done.files}个文件。{lost}旧密钥留着，以前的备份还要用。"
    )
    return 0


def _erase(given: Namespace, now: datetime) -> int:
    if given.verb not in {"due", "run"}:
        return _say("写法：sibai erase due（查看到期的）、sibai erase run（删除到期的）")
    return erasing.erase(now, run=given.verb == "run")


def _say(words: str) -> int:
    """Words for standard error, and the status of bad arguments."""
    print(words, file=sys.stderr)
    return 2


COMMANDS: dict[str, Callable[[Namespace, datetime], int]] = {
    "init": _init,
    "upgrade": _upgrade,
    "demo": _demo,
    "rounds": lambda given, _now: keep_rounds(given.server),
    "serve": _serve,
    "createuser": _createuser,
    "unlock": _unlock,
    "audit": _audit,
    "rulebook": _rulebook,
    "keys": _keys,
    "public": _public,
    "erase": _erase,
}


def run(given: Namespace) -> int:
    """One command: 0 done, 1 refused, 2 bad arguments or no database."""
    try:
        return COMMANDS[given.command](given, timezone.now())
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except (OperationalError, ProgrammingError) as error:
        print(
            f"数据库打不开或还没有建好（{type(error).__name__}），请先执行 sibai init 或 sibai upgrade。",
            file=sys.stderr,
        )
        return 2
