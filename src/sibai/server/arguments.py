"""The commands of the site and their options; what is needed is checked where it is used, to say so in Chinese."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

COMMANDS: dict[str, tuple[tuple[tuple[str, ...], dict[str, Any]], ...]] = {
    "init": (
        (("--county",), {"default": "610929000000", "metavar": "CODE"}),
        (("--from",), {"dest": "start", "metavar": "DATE"}),
    ),
    "upgrade": (),
    "rounds": ((("--server",), {"type": int}),),
    "demo": ((("--if-empty",), {"action": "store_true"}),),
    "serve": (
        (("--host",), {"default": "127.0.0.1"}),
        (("--port",), {"type": int, "default": 8000}),
        (("--threads",), {"type": int, "default": 4}),
        (("--certificate",), {"metavar": "FILE"}),
        (("--certificate-key",), {"metavar": "FILE"}),
        (("--public",), {"action": "store_true"}),
    ),
    "createuser": (
        (("account",), {"nargs": "?"}),
        (("--name",), {}),
        (("--role",), {}),
        (("--place",), {"metavar": "CODE"}),
    ),
    "unlock": ((("address",), {"nargs": "?"}),),
}
"""Each command with its options, as ArgumentParser takes them."""

GROUPS: dict[str, dict[str, tuple[tuple[tuple[str, ...], dict[str, Any]], ...]]] = {
    "audit": {
        "verify": (
            (("--head",), {"action": "append", "default": [], "metavar": "SEQ:HASH"}),
            (("--kept",), {"action": "append", "default": [], "metavar": "FILE"}),
        ),
        "export": ((("folder",), {"nargs": "?"}),),
        "sign": ((("--keep",), {"metavar": "FILE"}),),
    },
    "public": {
        "key": (),
        "status": (),
        "notices": ((("-o", "--output"), {"metavar": "FILE"}),),
        "load": ((("file",), {"nargs": "?"}),),
        "seal": ((("-o", "--output"), {"metavar": "FILE"}),),
        "take": ((("file",), {"nargs": "?"}),),
    },
    "rulebook": {"export": ((("-o", "--output"), {"metavar": "FILE"}),)},
    "keys": {"rotate": ()},
    "erase": {"due": (), "run": ()},
}
"""Commands with a second word."""

DESCRIPTION = """
网站：
  sibai init                                 建立数据库、区划和目录
  sibai demo                                 装入演示县（只用于演示库）
  sibai serve                                开网站；--public 只开公众页面
  sibai createuser 登录名 --role 角色 --place 编码  建账号，打印一次性密码
  sibai unlock 网络地址                       输错密码太多、暂停登录的地址，马上放开
  sibai upgrade                              升级后更新数据库
  sibai audit verify | export 目录 | sign     核对、导出、签署日志
  sibai public key | notices | load | seal | take | status
                                             公众网站在另一台机器上时，公告和报名来回送
  sibai rulebook export -o 县规则.toml        导出县里自己的参数和口径
  sibai keys rotate                          换加密密钥
  sibai erase due | run                      到期个人信息：查看、删除
"""


def add_commands(commands: Any) -> None:
    """Add the site's commands to the parser's subcommands."""
    for name, options in COMMANDS.items():
        _add(commands.add_parser(name, allow_abbrev=False), options)
    for name, inner in GROUPS.items():
        group = commands.add_parser(name, allow_abbrev=False).add_subparsers(dest="verb", metavar="VERB")
        for verb, options in inner.items():
            _add(group.add_parser(verb, allow_abbrev=False), options)


def _add(parser: ArgumentParser, options: tuple[tuple[tuple[str, ...], dict[str, Any]], ...]) -> None:
    for flags, given in options:
        parser.add_argument(*flags, **given)


NAMES = frozenset(COMMANDS) | frozenset(GROUPS)
