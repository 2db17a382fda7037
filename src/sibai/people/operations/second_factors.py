"""The second factor: binding a phone, asking for its codes, codes on paper. Every code opens once."""

from __future__ import annotations

import secrets
from base64 import b32decode, b32encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db import transaction
from django_otp.oath import TOTP

from sibai.audit.operations import act, record, refused
from sibai.audit.refusals import Refusal
from sibai.db.keys import KeyMissing
from sibai.db.sealed import Unreadable, seal, unseal
from sibai.people.actor import Actor
from sibai.people.models import RecoveryCode, SecondFactor, User
from sibai.people.one_time import recovery_codes, recovery_digest
from sibai.people.operations.sessions import close

SECRET_BYTES = 20
CODE_DIGITS = 6
STEP = 30
TOLERANCE = 1
"""Codes of the step before and the step after are taken: clocks differ a little."""
FAR = 40
"""So many steps around are looked at while a phone is bound, to tell a wrong clock from a wrong code."""
FREE_FAILURES = 3
LONGEST_WAIT = 1800
OFFER_HOURS = 1


class WrongCode(Refusal):
    """A code that does not open."""

    field = "code"


class NotVerified(Refusal):
    """A phone is bound already, and this browser has not shown its code."""


class TooManyCodes(Refusal):
    """Too many wrong codes; wait."""

    field = "code"
    status = 429


@dataclass(frozen=True, slots=True)
class Offer:
    """A secret that is not bound yet: as text for the page, and sealed for the form that comes back."""

    secret: str
    sealed: str

    def address(self, account: str, issuer: str) -> str:
        """What the phone reads from the picture."""
        return f"otpauth://totp/{issuer}:{account}?secret={self.secret}&issuer={issuer}&digits=6&period=30"


def offer(user: User, now: datetime) -> Offer:
    """A new secret for a user; nothing is stored."""
    secret = b32encode(secrets.token_bytes(SECRET_BYTES)).decode()
    return Offer(secret, seal(_label(user), f"{now.timestamp():.0f} {secret}"))


def offered(user: User, sealed: str, now: datetime) -> Offer:
    """The secret that was offered to this user within the hour. WrongCode otherwise."""
    try:
        made, _, secret = unseal(_label(user), sealed).partition(" ")
    except (Unreadable, KeyMissing):
        made, secret = "0", ""
    if not secret or now.timestamp() - int(made) > timedelta(hours=OFFER_HOURS).total_seconds():
        raise WrongCode("这一页开得太久，密钥已经换了，请重新扫码。")
    return Offer(secret, sealed)


def _label(user: User) -> str:
    return f"people.offer.{user.pk}"


def _totp(secret: str, now: datetime) -> TOTP:
    totp = TOTP(b32decode(secret), step=STEP, digits=CODE_DIGITS)
    totp.time = now.timestamp()
    return totp


def _step_of(secret: str, code: str, now: datetime, tolerance: int, after: int = -1) -> int | None:
    """The time step that a code belongs to, later than `after`; None where it belongs to none near now."""
    totp = _totp(secret, now)
    return int(totp.t()) if totp.verify(int(code), tolerance, after + 1) else None


def is_code(text: str) -> bool:
    """Whether it looks like a phone's code."""
    return len(text) == CODE_DIGITS and text.isascii() and text.isdigit()


@act("people.enrol")
def enrol(
    *, actor: Actor, user: User, sealed: str, code: str, verified: bool, but: str, now: datetime
) -> tuple[SecondFactor, list[str]]:
    """Bind a phone by its first code: the device and ten codes on paper, which are told this once.

    A phone bound before is let go, if this browser is `verified` by it; other sessions of the user end.
    WrongCode where the code does not fit.
    """
    if not verified and SecondFactor.objects.filter(user=user).exists():
        raise NotVerified("已经绑定过手机，请先用它的验证码登录，再更换。")
    bound = offered(user, sealed, now)
    step = _step_of(bound.secret, code, now, TOLERANCE) if is_code(code) else None
    if step is None:
        raise WrongCode(_what_is_wrong(bound.secret, code, now))
    replaced, _ = SecondFactor.objects.filter(user=user).delete()
    device = SecondFactor.objects.create(user=user, name="", key=bound.secret, last_step=step, enrolled_at=now)
    codes = _new_codes(device)
    close(user, "second_factor", now, but=but)
    record(actor, user, at=now, facts={"replaced": bool(replaced)})
    return device, codes


def _what_is_wrong(secret: str, code: str, now: datetime) -> str:
    """While binding, the secret is on the page anyway: a code of another time may be told as such."""
    far = _step_of(secret, code, now, FAR) if is_code(code) else None
    if far is None:
        return "验证码不对，请核对手机上正在显示的六位数字。"
    minutes = abs(far - int(_totp(secret, now).t())) * STEP // 60 or 1
    return f"手机和服务器的时间相差约{minutes}分钟：先把手机时间设成自动，还不行请管理员校准服务器时间。"


def _new_codes(device: SecondFactor) -> list[str]:
    RecoveryCode.objects.filter(device=device).delete()
    codes = recovery_codes()
    RecoveryCode.objects.bulk_create(RecoveryCode(device=device, digest=recovery_digest(code)) for code in codes)
    return codes


@act("people.recovery_codes")
def renew_codes(*, actor: Actor, device: SecondFactor, now: datetime) -> list[str]:
    """Ten new codes on paper, told this once; the old ones open nothing any more."""
    codes = _new_codes(device)
    record(actor, device.user, at=now)
    return codes


def confirm(*, actor: Actor, user: User, code: str, now: datetime) -> SecondFactor:
    """Ask for the second factor at a login. WrongCode, TooManyCodes: logged, and counted for good."""
    text = code.strip().replace(" ", "")
    with transaction.atomic():
        device: SecondFactor | None = SecondFactor.objects.select_for_update().filter(user=user).first()
        if device is None:
            raise WrongCode("还没有绑定手机，请先绑定。")
        wait = _wait(device, now)
        how = "" if wait else _opens(device, text, now)
    if not how:
        refused(actor, "people.second_factor", "throttled" if wait else "code", {"account_id": user.pk}, at=now)
    if wait:
        raise TooManyCodes(f"验证码错得太多，请过{wait}秒再试。")
    if not how:
        raise WrongCode("验证码不对，或已经用过。请等手机上出现新的六位数字再输入；手机不在身边，可用备用码。")
    passed(actor=actor, device=device, how=how, now=now)
    return device


def _wait(device: SecondFactor, now: datetime) -> int:
    """Seconds still to wait: a few failures are free, then each doubles the wait."""
    over: int = device.failures - FREE_FAILURES
    if over < 0 or device.failed_at is None:
        return 0
    pause: int = min(2 ** min(over, LONGEST_WAIT.bit_length()), LONGEST_WAIT)
    return max(0, ceil(pause - (now - device.failed_at).total_seconds()))


def _opens(device: SecondFactor, text: str, now: datetime) -> str:
    """How a code opens: "phone" or "paper"; blank where not, which is counted. The device's row is locked."""
    if is_code(text):
        step = _step_of(device.key, text, now, TOLERANCE, device.last_step)
        taken = step is not None and SecondFactor.objects.filter(pk=device.pk, last_step__lt=step).update(
            last_step=step
        )
        how = "phone" if taken else ""
    else:
        unused = RecoveryCode.objects.filter(device=device, digest=recovery_digest(text), used_at__isnull=True)
        how = "paper" if unused.update(used_at=now) else ""
    failures, failed_at = (0, None) if how else (device.failures + 1, now)
    SecondFactor.objects.filter(pk=device.pk).update(failures=failures, failed_at=failed_at)
    return how


@act("people.second_factor")
def passed(*, actor: Actor, device: SecondFactor, how: str, now: datetime) -> None:
    """Note that a login is complete; `how`: phone or paper."""
    left = RecoveryCode.objects.filter(device=device, used_at__isnull=True).count()
    record(actor, device.user, at=now, facts={"how": {"phone": "手机验证码", "paper": "备用码"}[how], "left": left})
