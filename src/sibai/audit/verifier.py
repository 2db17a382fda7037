#!/usr/bin/env python3
"""核对导出的日志。只用 Python 自带的库（3.8 及以上），不用本系统的任何程序。退出码：0 完好；1 有问题；2 没法核对。

用法：python3 verify.py 文件夹或文件.jsonl [--head 序号:校验值] [--kept 留存文件]
--head 可以写多次，照打印的日志头写：序号、冒号、校验值的前16位（或更多位），空格不计。
--kept 是贵方历次留存的日志头，每行一个。不给这两样，只能查出文件内部的改动，查不出整本重写。
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from datetime import datetime, timedelta
from typing import Any, Iterator  # noqa: UP035 - Python 3.8

FIELDS = re.findall(
    r"\w+",
    "account action address at command commitments facts object_id object_label object_type "
    "on_behalf_of outcome person place prev role seq user",
)
FILES = ("manifest.json", "head.json", "signed_heads.jsonl", "entries.jsonl")
SLACK = timedelta(minutes=2)  # 办理在门口取时间，在锁内取序号，先后可差这么多
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


class Bad(Exception):
    """有问题，说明是哪一条；第二项是2的，是没法核对。"""


def added(a: Any, b: Any) -> Any:
    """Ed25519 上两点之和（扩展坐标，RFC 8032 5.1.4）。"""
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, point: Any) -> Any:
    """点的倍数。"""
    total = (0, 1, 1, 0)
    while number:
        total = added(total, point) if number & 1 else total
        point, number = added(point, point), number >> 1
    return total


def point_of(raw: bytes) -> Any:
    """三十二字节所表示的点；不是点就报 ValueError（RFC 8032 5.1.3）。"""
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x * pow(2, (P - 1) // 4, P) % P if (x * x - square) % P else x
    if len(raw) != 32 or y >= P or (x * x - square) % P or (sign and not x):
        raise ValueError
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def signed_by(public: bytes, message: bytes, signature: bytes) -> bool:
    """签名是不是这把公钥对这段内容所签（RFC 8032 5.1.7）。"""
    s = int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left, right = times(s, point_of(b"X" + b"f" * 31)), added(point_of(signature[:32]), times(k, point_of(public)))
    same = all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))
    return same and s < L and len(signature) == 64


def read(raw: bytes, where: str) -> dict[str, Any]:
    """一行的内容；读不懂，或不是规定的写法（键名排序，没有空格，UTF-8），就是被改过。"""
    try:
        content = json.loads(raw.decode("utf-8"))
        written = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        if isinstance(content, dict) and written.encode("utf-8") == raw:
            return content
    except (ValueError, RecursionError):
        pass
    raise Bad(f"{where}读不懂，或不是导出时的写法：被改动过")


def lines(path: str) -> Iterator[bytes]:
    """依次给出每一行；文件夹按固定次序。"""
    for file in [os.path.join(path, name) for name in FILES] if os.path.isdir(path) else [path]:
        with open(file, "rb") as opened:
            for raw in opened:
                yield raw.rstrip(b"\n")


def signed_heads(heads: Any, whose: str) -> list[tuple[int, str, str]]:
    """日志头的签名都对；导出里的还要一个接一个。返回（序号，校验值，谁的）。"""
    previous, known = "0" * 64, {}  # type: ignore[var-annotated]
    for head in heads:
        try:
            named = [head[name] for name in ("county", "seq", "hash", "at", "previous")]
            statement = "".join(f"{part}\n" for part in ["sibai-head-v1", *named]).encode()
            good = signed_by(bytes.fromhex(head["public_key"]), statement, bytes.fromhex(head["signature"]))
        except (KeyError, ValueError, TypeError):
            good = False
        if not good or type(head["seq"]) is not int or type(head["hash"]) is not str:
            raise Bad(f"{whose}日志头签名不对：{str(head)[:80]}")
        if whose == "导出里的" and head["previous"] != previous:
            raise Bad(f"第{head['seq']}条的日志头接不上前一个：有日志头被删去、插入或调换")
        if known.setdefault(head["seq"], head["hash"]) != head["hash"]:
            raise Bad(f"第{head['seq']}条有两个不同的日志头：日志分了叉")
        previous = hashlib.sha256(statement).hexdigest()
    return [(seq, digits, whose) for seq, digits in known.items()]


def entry_of(raw: bytes, number: int, before: str, at: datetime | None) -> tuple[str, datetime]:
    """第 number 条：写法、校验值、编号、接前一条、时间。返回校验值和时间。"""
    content = read(raw, f"第{number}条")
    entry = content["entry"]
    if not isinstance(entry, dict) or sorted(entry) != FIELDS or sorted(content) != ["entry", "hash"]:
        raise Bad(f"第{number}条的项目不全或多了：被改动过")
    if hashlib.sha256(b"\0" + raw[9:-75]).hexdigest() != content["hash"]:
        raise Bad(f"第{number}条与它的校验值不符：被改动过")
    if entry["seq"] != number:
        raise Bad(f"第{number}条的位置上是编号{entry['seq']}的条目：有条目被删去、插入或调换")
    if entry["prev"] != before:
        raise Bad(f"第{number}条接不上前一条：中间被插入、删去，或前一段被整段改写")
    now = datetime.strptime(str(entry["at"]), "%Y-%m-%dT%H:%M:%S.%f%z")
    if now < (at or now) - SLACK:
        raise Bad(f"第{number}条的时间早于前一条：时钟被拨回")
    return content["hash"], now


def walk(path: str, wanted: dict[int, list[Any]], about: dict[str, list[Any]]) -> tuple[int, str]:
    """走一遍：开头各行收在 about 里，条目逐条核对，也与要对的日志头核对。返回条数和末条校验值。"""
    number, last, at = 0, "0" * 64, None
    for raw in lines(path):
        if raw.startswith(b'{"entry":'):
            number += 1
            try:
                last, at = entry_of(raw, number, last, at)
            except ValueError:
                raise Bad(f"第{number}条的时间读不懂：被改动过") from None
            for digits, whose in wanted.get(number, ()):
                if not last.startswith(digits):
                    raise Bad(f"第{number}条与{whose}日志头不符：日志被整段改写过")
        else:  # 条目之后没有别的行
            for name, content in read(b"" if number else raw, f"第{number}条之后的一行").items():
                about.setdefault(name, []).append(content)
                if name == "signed" and isinstance(content, dict) and type(content.get("seq")) is int:
                    wanted.setdefault(content["seq"], []).append((str(content.get("hash")), "导出里的"))
    return number, last


def check(path: str, printed: list[tuple[int, str, str]], kept: list[Any]) -> str:
    """核对整个导出；返回要说的话。"""
    heads, about, wanted = printed + signed_heads(kept, "留存的"), {"signed": []}, {}  # type: ignore[var-annotated]
    for seq, digits, whose in heads:
        wanted.setdefault(seq, []).append((digits, whose))
    number, last = walk(path, wanted, about)
    try:
        (head,), (manifest,), signed = about["head"], about["manifest"], about["signed"]
        ends = (head["seq"], head["hash"], manifest["entries"], manifest["signed"])
    except (ValueError, KeyError, TypeError):
        raise Bad("日志头或清单缺少或多出，不是完整的导出", 2) from None
    if ends != (number, last, number, len(signed)):
        raise Bad(f"第{number}条之后：与日志头、清单不符，末尾被删去、添加或改写")
    for seq, _, whose in heads + signed_heads(signed, "导出里的"):
        if not 0 < seq <= number:
            raise Bad(f"{whose}日志头是第{seq}条，文件里只到第{number}条：末尾被删去，或是恢复的旧备份")
    if len({str(each["public_key"]) for each in [*signed, *kept, *[manifest] * ("public_key" in manifest)]}) > 1:
        raise Bad("日志头和清单不是同一把密钥的：可能整本换过")
    given = f"打印或留存的日志头{len(heads)}个，都相符。" if heads else "没有给出打印或留存的日志头：整本重写查不出来。"
    whole = f"完好：共{number}条，首尾相接，没有改动、删除、插入或调换。\n末条校验值：{last}"
    return f"{whole}\n签过名的日志头{len(signed)}个，签名都对。\n{given}"


def main(arguments: list[str]) -> int:
    """命令行。"""
    paths, printed, kept, rest = [], [], [], iter(arguments)
    try:
        for each in rest:
            given = next(rest, "") if each in ("--head", "--kept") else each
            found = re.match(r"^(\d{1,18}):([0-9a-f]{16,64})$", re.sub(r"\s", "", given).lower())
            if each == "--head" and not found:
                raise Bad(f"--head 要写成 序号:校验值，校验值至少16位：{given}", 2)
            printed += [(int(found[1]), found[2], "打印的")] if found and each == "--head" else []
            kept += [read(raw, "留存的一行").get("signed") for raw in lines(given)] if each == "--kept" else []
            paths += [] if each in ("--head", "--kept") else [each]
        if len(paths) != 1 or paths[0].startswith("-"):
            raise Bad(str(__doc__).strip(), 2)
        told, status = check(paths[0], printed, kept), 0
    except OSError as error:
        told, status = f"打不开 {error.filename}", 2
    except Bad as error:
        told, status = ("有问题：" * (len(error.args) == 1)) + error.args[0], (*error.args, 1)[1]
    sys.stdout.write(told + "\n")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
