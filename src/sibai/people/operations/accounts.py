"""Accounts: made, closed, opened again, given a new password, unlocked. An administrator's work, all of it logged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from sibai.audit.operations import act, record
from sibai.audit.refusals import Overtaken, Refusal
from sibai.people import locks, one_time
from sibai.people.actor import Actor
from sibai.people.models import Person, SecondFactor, User
from sibai.people.names import ACCOUNT, digest_of, normalised
from sibai.people.operations.holdings import place_for, start_holding
from sibai.people.operations.sessions import close
from sibai.people.queries.accounts import other_administrators


class BadAccount(Refusal):
    """The name to sign in with is not one, or is taken."""

    field = "account"


class BadPassword(Refusal):
    """The password is too weak."""

    field = "password"


class NotOnOneself(Refusal):
    """Somebody else has to do this to one's account."""


class LastAdministrator(Refusal):
    """Without this one nobody could manage accounts."""


@dataclass(frozen=True, slots=True)
class Created:
    """An account with the password of its first login, which is told this once; blank where it was given."""

    user: User
    one_time_password: str


def make_user(
    *,
    account: str,
    name: str,
    role: str,
    place_code: str,
    now: datetime,
    password: str | None = None,
    person: Person | None = None,
    start: date | None = None,
    hashed: str = "",
) -> Created:
    """An account that holds a role at a place from `start` on, today if it is not said; plain.

    Without `password` (or its hash, made before) a random one is made, which must be changed at the first login.
    """
    account = normalised(account)
    if not ACCOUNT.fullmatch(account):
        raise BadAccount("登录名用小写字母开头，只用小写字母、数字和 . _ - ，3 到 40 个。")
    if User.objects.filter(account=account).exists():
        raise BadAccount("这个登录名已经有人用了，请换一个。")
    place = place_for(role, place_code, person)
    random = "" if password or hashed else one_time.password()
    user = User(account=account, name=name, person=person, created_at=now, must_change_password=not password)
    if hashed:
        user.password = hashed
    else:
        user.set_password(password or random)
    user.save(force_insert=True)
    start_holding(user, role, place, start or timezone.localdate(now))
    return Created(user, random)


@act("people.create_user")
def create_user(
    *,
    actor: Actor,
    account: str,
    name: str,
    role: str,
    place_code: str,
    now: datetime,
    password: str | None = None,
    person: Person | None = None,
) -> Created:
    """An account with its first role. BadAccount, BadRole, BadPlace, BadPassword."""
    if password is not None:
        _strong(password, User(account=account, name=name))
    made = make_user(
        account=account, name=name, role=role, place_code=place_code, now=now, password=password, person=person
    )
    holding = made.user.holdings.select_related("place").get()
    record(actor, made.user, at=now, facts={"role": role, "place_code": place_code, "as": holding.label})
    return made


def _strong(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise BadPassword("".join(error.messages)) from error


@act("people.account_disable")
def disable(*, actor: Actor, user: User, reason: str, now: datetime) -> None:
    """Close an account: whoever is signed in with it is out at once."""
    if user.pk == actor.user_id:
        raise NotOnOneself("不能停用自己的账号，请由另一名管理员办理。")
    if user.is_active and not other_administrators(user, timezone.localdate(now)):
        raise LastAdministrator("这是最后一个可用的系统管理员账号，停用后就没有人能管账号了。")
    if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        raise Overtaken("这个账号已经停用了，请刷新查看。")
    ended = close(user, "disabled", now)
    record(actor, user, at=now, facts={"ended": ended}, texts={"reason": reason})


@act("people.account_enable")
def enable(*, actor: Actor, user: User, reason: str, now: datetime) -> None:
    """Open a closed account again."""
    if not User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        raise Overtaken("这个账号已经启用了，请刷新查看。")
    record(actor, user, at=now, texts={"reason": reason})


@act("people.account_rename")
def rename(*, actor: Actor, user: User, name: str, reason: str, now: datetime) -> None:
    """Correct whose account it is called after; the log never holds the name itself."""
    User.objects.filter(pk=user.pk).update(name=name)
    record(actor, user, at=now, texts={"reason": reason})


@act("people.account_password")
def reset_password(*, actor: Actor, user: User, reason: str, now: datetime) -> Created:
    """A new password for one login, told this once; sessions end, locks are lifted."""
    if user.pk == actor.user_id:
        raise NotOnOneself("自己的密码请在“我的账号”里修改。")
    random = one_time.password()
    user.set_password(random)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    _unlocked(user)
    ended = close(user, "password", now)
    record(actor, user, at=now, facts={"ended": ended}, texts={"reason": reason})
    return Created(user, random)


@act("people.account_second_factor")
def reset_second_factor(*, actor: Actor, user: User, reason: str, now: datetime) -> None:
    """Let a lost phone go: the user binds another at the next login."""
    if user.pk == actor.user_id:
        raise NotOnOneself("自己的手机请在“我的账号”里更换；手机丢了，请由另一名管理员办理。")
    count, _ = SecondFactor.objects.filter(user=user).delete()
    if not count:
        raise Overtaken("这个账号没有绑定手机，不用重置。")
    ended = close(user, "second_factor", now)
    record(actor, user, at=now, facts={"ended": ended}, texts={"reason": reason})


@act("people.account_unlock")
def unlock(*, actor: Actor, user: User, reason: str, now: datetime) -> None:
    """Forget the wrong passwords of a name, from wherever they came, and the wrong codes."""
    count = _unlocked(user)
    record(actor, user, at=now, facts={"count": count}, texts={"reason": reason})


def _unlocked(user: User) -> int:
    SecondFactor.objects.filter(user=user).update(failures=0, failed_at=None)
    return locks.forget(digest_of(user.account))
