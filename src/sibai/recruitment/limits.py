"""How often: at most so many in a period, for one address and for all, remembered in bounded memory.

The generic cell rate algorithm: of each key only the moment is kept until which its allowance is used up. A process has
its own memory; the public site is one process.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv6Address

MOST_KEYS = 20_000
"""Addresses remembered; beyond it the one that came longest ago is forgotten, and the limit for all still holds."""
IPV6_BITS, NETWORK_BITS = 128, 64
TINY = 1e-6
"""Rounding of seconds."""


@dataclass(frozen=True, slots=True)
class Limit:
    """`count` in `period` seconds: all at once, or spread."""

    count: int
    period: float


class Limiter:
    """Counts by kind and address. Moments are seconds of a clock that only goes forward."""

    def __init__(self, limits: Mapping[str, tuple[Limit, Limit]], most_keys: int = MOST_KEYS) -> None:
        self._limits, self._most = limits, most_keys
        self._used_until: OrderedDict[tuple[str, str], float] = OrderedDict()
        self._used_by_all: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait(self, kind: str, address: str, now: float) -> float:
        """Seconds until one more would be admitted; 0 where it is now."""
        with self._lock:
            return self._wait(kind, _key(address), now)

    def spend(self, kind: str, address: str, now: float) -> float:
        """Count one and return 0; where it is too many, count nothing and return the seconds to wait."""
        key = _key(address)
        with self._lock:
            wait = self._wait(kind, key, now)
            if not wait:
                one, every = self._limits[kind]
                self._keep((kind, key), _after_one(self._used_until.get((kind, key)), one, now))
                self._used_by_all[kind] = _after_one(self._used_by_all.get(kind), every, now)
            return wait

    def __len__(self) -> int:
        """How many addresses are remembered."""
        return len(self._used_until)

    def _wait(self, kind: str, key: str, now: float) -> float:
        one, every = self._limits[kind]
        known = ((self._used_until.get((kind, key)), one), (self._used_by_all.get(kind), every))
        longest = max(_after_one(until, limit, now) - now - limit.period for until, limit in known)
        return longest if longest > TINY else 0.0

    def _keep(self, key: tuple[str, str], until: float) -> None:
        self._used_until[key] = until
        self._used_until.move_to_end(key)
        while len(self._used_until) > self._most:
            self._used_until.popitem(last=False)


def _after_one(until: float | None, limit: Limit, now: float) -> float:
    """Until when an allowance is used up after one more."""
    return max(until or now, now) + limit.period / limit.count


def _key(address: str) -> str:
    """An address as it is counted: of IPv6 the network, for one house has very many addresses."""
    try:
        whole = IPv6Address(address)
    except AddressValueError:
        return address or "?"
    return str(whole.ipv4_mapped or f"{int(whole) >> (IPV6_BITS - NETWORK_BITS):x}/{NETWORK_BITS}")
