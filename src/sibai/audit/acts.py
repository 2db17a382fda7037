"""What can be done, by whom, and how the log says it: `acts.toml` of every room, read once.

A room's file has `[acts."room.verb"]` tables (roles, says, article; `accounts = true` for what is about accounts,
sessions and rights, which is all that an administrator reads of the log) and a `[routes]` table: the name of each
address → the roles that may open it, or the act that it carries out. What has no row is refused to everybody.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.apps import apps

ROLES = {
    "village": "村（社区）经办",
    "town": "镇经办",
    "county_clerk": "县人社局经办",
    "county_leader": "县人社局领导",
    "revitalisation": "县乡村振兴局",
    "company_clerk": "派活儿公司经办",
    "company_cashier": "派活儿公司出纳",
    "company_approver": "派活儿公司审批",
    "finance": "县财政局",
    "coordinator": "协理员",
    "auditor": "审计",
    "administrator": "系统管理员",
}
"""Every role by its code, as people call it."""

ANYONE, SIGNED_IN, SYSTEM = "anyone", "signed_in", "system"
SPECIAL = frozenset({ANYONE, SIGNED_IN})


class ActsError(Exception):
    """Files of acts that do not hold together; a programmer's slip."""


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done."""

    name: str
    roles: frozenset[str]
    says: str
    article: str = ""
    accounts: bool = False


@dataclass(frozen=True, slots=True)
class Acts:
    """All acts and routes of the installed rooms."""

    acts: dict[str, Act]
    routes: dict[str, frozenset[str]]
    act_of_route: dict[str, str]


def _files() -> Iterator[tuple[str, Path]]:
    for config in apps.get_app_configs():
        file = Path(config.path) / "acts.toml"
        if config.name.startswith("sibai.") and file.exists():
            yield config.name, file


@lru_cache
def registry() -> Acts:
    """The acts and routes as the rooms declare them. ActsError for an unknown role, an act twice, a route to no act."""
    acts: dict[str, Act] = {}
    written: dict[str, Any] = {}
    for room, file in _files():
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        for name, table in content.get("acts", {}).items():
            if name in acts:
                raise ActsError(f"{room}: {name} stands twice")
            accounts = table.get("accounts", False)
            acts[name] = Act(name, frozenset(table["roles"]), table["says"], table.get("article", ""), accounts)
            _known(name, acts[name].roles)
        written.update(content.get("routes", {}))
    routes, act_of_route = {}, {}
    for route, who in written.items():
        if isinstance(who, str):
            if who not in acts:
                raise ActsError(f"{route}: no act {who}")
            act_of_route[route] = who
        routes[route] = acts[who].roles if isinstance(who, str) else frozenset(who)
        _known(route, routes[route])
    return Acts(acts, routes, act_of_route)


def _known(where: str, roles: frozenset[str]) -> None:
    unknown = roles - ROLES.keys() - SPECIAL - {SYSTEM}
    if unknown or not roles:
        raise ActsError(f"{where}: roles {sorted(unknown) or 'missing'}")


def may(role: str, act: str) -> bool:
    """Whether a role may do an act; an unknown act is a programmer's slip and raises KeyError."""
    roles = registry().acts[act].roles
    return role in roles or ANYONE in roles or (SIGNED_IN in roles and role in ROLES)


def may_open(role: str, route: str) -> bool:
    """Whether a signed-in role may open an address; what has no row is closed."""
    roles = registry().routes.get(route, frozenset())
    return role in roles or bool(roles & SPECIAL)
