"""What `sibai public key|notices|load|seal|take` do: functions that tell through `say` and return the exit status.

0: done. 1: refused by a rule. 2: it could not be done.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from sibai.audit.heads import public_key
from sibai.people.actor import Actor, system
from sibai.recruitment.crossing.notices_file import LARGEST
from sibai.recruitment.crossing.signatures import name_of
from sibai.recruitment.operations import crossing, taking
from sibai.recruitment.queries.desk import is_apart, loaded
from sibai.recruitment.queries.exporting import county

DONE, UNABLE = 0, 2
Say = Callable[[str], None]


def _office() -> Actor:
    place = county()
    return system(place.code if place else "")


def _machine() -> Actor:
    return system(str(loaded().get("county", "")))


def tell_key(say: Say) -> int:
    """The line for the other machine's settings."""
    key = public_key()
    say(f"本机的公钥（{name_of(key)}…）：")
    if is_apart():
        say(f'本机是公众机器。办公网的 sibai.toml 里写：public_machine = "{key}"')
    else:
        say(f'本机是办公网时，公众机器的 sibai.toml 里写：office_key = "{key}"')
        say(f'本机是公众机器时，办公网的 sibai.toml 里写：public_machine = "{key}"')
    return DONE


def write_notices(to: Path, now: datetime, say: Say) -> int:
    """Office: sign the notices file."""
    if is_apart() or county() is None:
        say("这一步在办公网的机器上做。")
        return UNABLE
    content = crossing.export_notices(actor=_office(), now=now)
    return _written(to, content, f"已签发公告和回执文件：{to}。拷到公众机器，执行 sibai public load。", say)


def load(file: Path, now: datetime, say: Say) -> int:
    """Public machine: load a notices file."""
    if not is_apart():
        say("这台机器没有设 office_key，不是分开的公众机器。办公网上执行 sibai public key 可以看到公钥。")
        return UNABLE
    try:
        if file.stat().st_size > LARGEST:
            say(f"{file}: 文件太大，不是公告文件。")
            return UNABLE
        content = file.read_bytes()
    except OSError as error:
        say(f"{file}: 打不开（{error.strerror}）")
        return UNABLE
    done = crossing.load_notices(actor=_machine(), content=content, now=now)
    say(f"已装入{done.notices}份公告；县里已收到的{done.emptied}件报名，内容已从这里删除。")
    return DONE


def seal(to: Path, now: datetime, say: Say) -> int:
    """Public machine: write what waits as one file; it is there wholly or not at all."""
    if not is_apart():
        say("这台机器没有设 office_key，不是分开的公众机器：报名直接进办公网的库，不用送。")
        return UNABLE
    try:
        with tempfile.NamedTemporaryFile(dir=to.parent, prefix=f".{to.name}.", delete=False) as out:
            try:
                head = crossing.seal_file(actor=_machine(), out=out.file, now=now)
                out.flush()
                os.fsync(out.fileno())
            except BaseException:
                Path(out.name).unlink()
                raise
        Path(out.name).replace(to)
    except OSError as error:
        say(f"{to}: 写不进去（{error.strerror}）")
        return UNABLE
    say(f"已制作 {to}，{len(head.items)}件。拷到办公网，用 sibai public take 或在网页“选聘 · 接收网上报名文件”里收入。")
    say("县里收到以前内容留在这里；文件丢了，再做一个就行。")
    return DONE


def take(file: Path, now: datetime, say: Say) -> int:
    """Office: take a sealed file in."""
    if is_apart():
        say("这一步在办公网的机器上做。")
        return UNABLE
    try:
        with file.open("rb") as stream:
            taken = taking.take_file(actor=_office(), stream=stream, now=now)
    except OSError as error:
        say(f"{file}: 打不开（{error.strerror}）")
        return UNABLE
    for line in told(taken):
        say(line)
    return DONE


def told(taken: taking.Taken) -> list[str]:
    """What taking a file brought, in sentences."""
    lines = [f"文件完好，共{taken.items}件：新收{taken.fresh}件，撤回{taken.withdrawn}件，先前已收{taken.known}件。"]
    if taken.set_aside:
        lines.append(f"有{taken.set_aside}件没有收下（重复报名、选聘已办到下一步等），本人凭回执码可以看到；详见日志。")
    lines.append("请再签发一份公告和回执文件给公众机器，它才会删除已收的内容、显示进度。")
    return lines


def _written(to: Path, content: bytes, done: str, say: Say) -> int:
    try:
        to.write_bytes(content)
    except OSError as error:
        say(f"{to}: 写不进去（{error.strerror}）")
        return UNABLE
    say(done)
    return DONE


def status(say: Say) -> int:
    """Public machine: what is loaded and what waits."""
    if not is_apart():
        say("这台机器没有设 office_key：公众页面直接用办公网的库。")
        return DONE
    made = loaded()
    issued = f"{timezone.localtime(datetime.fromisoformat(made['issued_at'])):%Y-%m-%d %H:%M}" if made else ""
    say(f"装入的公告文件：{issued}签发，公告{len(made['notices'])}份。" if made else "还没有装入公告文件。")
    say(f"等着送到县里：{len(crossing.waiting())}件。登记的办公网公钥：{name_of(settings.OWN.office_key)}…")
    return DONE
